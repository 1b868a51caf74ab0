-- Who works on a run, until when that holds unless it is renewed, and what others ask of it meanwhile.
ALTER TABLE LLMP_RUN ADD COLUMN OWNER VARCHAR(64);
ALTER TABLE LLMP_RUN ADD COLUMN OWNER_PLACE VARCHAR(300);
ALTER TABLE LLMP_RUN ADD COLUMN LEASE_UNTIL TIMESTAMP(6) WITH TIME ZONE;
ALTER TABLE LLMP_RUN ADD COLUMN REQUESTED VARCHAR(10);
ALTER TABLE LLMP_RUN ADD COLUMN REQUEST_REASON VARCHAR(4000);
-- Calls the last execution may have paid for without their answers being durable yet, and how it was asked for, as JSON: what a restart needs.
ALTER TABLE LLMP_RUN ADD COLUMN AT_RISK INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE LLMP_RUN ADD COLUMN OPTIONS TEXT;
-- How often it was complete: more than once when skipped items were retried.
ALTER TABLE LLMP_RUN ADD COLUMN COMPLETIONS INTEGER DEFAULT 0 NOT NULL;
UPDATE LLMP_RUN SET COMPLETIONS = 1 WHERE STATUS = 'COMPLETED';

-- A reopened record stands until the item has been tried again; then its effort goes into the new one.
ALTER TABLE LLMP_JOB_RECORD ADD COLUMN REOPENED BOOLEAN DEFAULT FALSE NOT NULL;
-- The record a reused answer comes from, as RUN/ITEM.
ALTER TABLE LLMP_JOB_RECORD ADD COLUMN REUSED_FROM VARCHAR(60);

-- Where to find the answer to a request: by the first 64 bits of its fingerprint, so that the table stays small. The
-- record has the whole of it.
CREATE TABLE LLMP_ANSWER (
    FINGERPRINT_PREFIX BIGINT      NOT NULL,
    RUN_ID             VARCHAR(32) NOT NULL,
    ITEM_INDEX         BIGINT      NOT NULL,
    CONSTRAINT LLMP_ANSWER_PK PRIMARY KEY (FINGERPRINT_PREFIX)
);
