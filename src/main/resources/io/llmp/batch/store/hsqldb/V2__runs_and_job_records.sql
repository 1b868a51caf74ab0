-- One application of one template version to one input.
CREATE TABLE LLMP_RUN (
    RUN_ID            VARCHAR(32)   NOT NULL,
    -- SHA-256 over all that makes a run this run; the newest run of an identity is the one a repeated command means.
    IDENTITY          CHAR(64)      NOT NULL,
    ORDINAL           INTEGER       NOT NULL,
    TEMPLATE          VARCHAR(64)   NOT NULL,
    TEMPLATE_VERSION  INTEGER       NOT NULL,
    TEMPLATE_DIGEST   CHAR(64)      NOT NULL,
    PROVIDER          VARCHAR(100)  NOT NULL,
    MODEL             VARCHAR(200)  NOT NULL,
    SIMULATED         BOOLEAN       NOT NULL,
    INPUT_PATH        VARCHAR(4096) NOT NULL,
    INPUT_BYTES       BIGINT        NOT NULL,
    INPUT_SHA256      CHAR(64)      NOT NULL,
    -- The input's columns as JSON, with their types where the format has them: what an export needs of the input.
    INPUT_SCHEMA      LONGVARCHAR   NOT NULL,
    OUTPUT_PATH       VARCHAR(4096) NOT NULL,
    ROW_LIMIT         BIGINT,
    RUN_KEY           VARCHAR(200),
    STATUS            VARCHAR(20)   NOT NULL,
    FAILURE           VARCHAR(4000),
    ITEMS             BIGINT,
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
    EXECUTIONS        INTEGER       DEFAULT 0 NOT NULL,
    EXPORTED          BOOLEAN       DEFAULT FALSE NOT NULL,
    CREATED_AT        TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    STARTED_AT        TIMESTAMP(6) WITH TIME ZONE,
    ENDED_AT          TIMESTAMP(6) WITH TIME ZONE,
    CONSTRAINT LLMP_RUN_PK PRIMARY KEY (RUN_ID),
    CONSTRAINT LLMP_RUN_IDENTITY UNIQUE (IDENTITY, ORDINAL)
);

-- What became of one item in one run.
CREATE CACHED TABLE LLMP_JOB_RECORD (
    RUN_ID              VARCHAR(32)    NOT NULL,
    ITEM_INDEX          BIGINT         NOT NULL,
    ITEM_KEY            VARCHAR(1000)  NOT NULL,
    STATUS              VARCHAR(12)    NOT NULL,
    REASON              VARCHAR(24),
    ERROR               LONGVARCHAR,
    ATTEMPTS            INTEGER        NOT NULL,
    REPAIRS             INTEGER        NOT NULL,
    TEMPLATE            VARCHAR(64)    NOT NULL,
    TEMPLATE_VERSION    INTEGER        NOT NULL,
    TEMPLATE_DIGEST     CHAR(64)       NOT NULL,
    PROVIDER            VARCHAR(100)   NOT NULL,
    MODEL               VARCHAR(200)   NOT NULL,
    REQUEST_FINGERPRINT CHAR(64),
    INPUT               LONGVARCHAR    NOT NULL,
    OUTPUT              LONGVARCHAR,
    FINISH_REASON       VARCHAR(64),
    PROVIDER_REQUEST_ID VARCHAR(200),
    PROMPT_TOKENS       BIGINT         NOT NULL,
    CACHED_TOKENS       BIGINT         NOT NULL,
    COMPLETION_TOKENS   BIGINT         NOT NULL,
    COST_USD            DECIMAL(24,12),
    LATENCY_MS          BIGINT         NOT NULL,
    QUEUED_MS           BIGINT         NOT NULL,
    SPLIT               INTEGER        NOT NULL,
    CREATED_AT          TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    CONSTRAINT LLMP_JOB_RECORD_PK PRIMARY KEY (RUN_ID, ITEM_INDEX)
);

CREATE INDEX LLMP_JOB_RECORD_NEWEST ON LLMP_JOB_RECORD (RUN_ID, CREATED_AT, ITEM_INDEX);
