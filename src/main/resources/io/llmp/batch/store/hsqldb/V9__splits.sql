-- How the items of a run are cut, which execution works on each part, and what the records of each sum up to. A run's counts
-- are the sums over its splits. In memory, since rows on the disk that change leave gaps, among which each later record would
-- look for room; a run that has ended for good has one row.
CREATE TABLE LLMP_SPLIT (
    RUN_ID            VARCHAR(32)   NOT NULL,
    -- From 0. Split -1 has no items: it holds what was counted before there were splits, or again after damage.
    SPLIT             INTEGER       NOT NULL,
    FILE              INTEGER,
    FIRST_ITEM        BIGINT,
    ITEMS             BIGINT        NOT NULL,
    -- Where the first item is in its file, as JSON in the terms of the file's format.
    START_MARK        VARCHAR(200),
    -- The execution that has the split, and so may store records of it.
    OWNER             VARCHAR(64),
    OWNER_PLACE       VARCHAR(300),
    -- Calls that execution may have paid for without their answers being durable yet, in all its splits.
    AT_RISK           INTEGER       DEFAULT 0 NOT NULL,
    -- How often an execution has taken the split.
    CLAIMS            INTEGER       DEFAULT 0 NOT NULL,
    -- Whether every item had a record when the split was last given back.
    ENDED             BOOLEAN       DEFAULT FALSE NOT NULL,
    SUCCEEDED         BIGINT        DEFAULT 0 NOT NULL,
    REUSED            BIGINT        DEFAULT 0 NOT NULL,
    SKIPPED           BIGINT        DEFAULT 0 NOT NULL,
    ATTEMPTS          BIGINT        DEFAULT 0 NOT NULL,
    PROMPT_TOKENS     BIGINT        DEFAULT 0 NOT NULL,
    CACHED_TOKENS     BIGINT        DEFAULT 0 NOT NULL,
    COMPLETION_TOKENS BIGINT        DEFAULT 0 NOT NULL,
    COST_USD          DECIMAL(24,12) DEFAULT 0 NOT NULL,
    -- Records whose cost is not known, and so is not in COST_USD.
    UNPRICED          BIGINT        DEFAULT 0 NOT NULL,
    CONSTRAINT LLMP_SPLIT_PK PRIMARY KEY (RUN_ID, SPLIT)
);

INSERT INTO LLMP_SPLIT (RUN_ID, SPLIT, ITEMS, OWNER, OWNER_PLACE, AT_RISK, SUCCEEDED, REUSED, SKIPPED, ATTEMPTS,
    PROMPT_TOKENS, CACHED_TOKENS, COMPLETION_TOKENS, COST_USD, UNPRICED)
  SELECT RUN_ID, -1, 0, OWNER, OWNER_PLACE, AT_RISK, SUCCEEDED, REUSED, SKIPPED, ATTEMPTS,
    PROMPT_TOKENS, CACHED_TOKENS, COMPLETION_TOKENS, COST_USD, UNPRICED
  FROM LLMP_RUN WHERE EXECUTIONS > 0;

ALTER TABLE LLMP_RUN DROP COLUMN SUCCEEDED;
ALTER TABLE LLMP_RUN DROP COLUMN REUSED;
ALTER TABLE LLMP_RUN DROP COLUMN SKIPPED;
ALTER TABLE LLMP_RUN DROP COLUMN ATTEMPTS;
ALTER TABLE LLMP_RUN DROP COLUMN PROMPT_TOKENS;
ALTER TABLE LLMP_RUN DROP COLUMN CACHED_TOKENS;
ALTER TABLE LLMP_RUN DROP COLUMN COMPLETION_TOKENS;
ALTER TABLE LLMP_RUN DROP COLUMN COST_USD;
ALTER TABLE LLMP_RUN DROP COLUMN UNPRICED;
