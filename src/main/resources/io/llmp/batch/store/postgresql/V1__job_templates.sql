-- Job templates: one row for each name, with the version that runs use unless told otherwise.
CREATE TABLE LLMP_TEMPLATE (
    -- Names are ordered by their characters, whatever the language of the database.
    NAME           VARCHAR(64) COLLATE "C" NOT NULL,
    ACTIVE_VERSION INTEGER     NOT NULL,
    CONSTRAINT LLMP_TEMPLATE_PK PRIMARY KEY (NAME)
);

-- Their versions, which are never changed and never removed.
CREATE TABLE LLMP_TEMPLATE_VERSION (
    NAME       VARCHAR(64)   COLLATE "C" NOT NULL,
    VERSION    INTEGER       NOT NULL,
    DIGEST     VARCHAR(64)   NOT NULL,
    CONTENT    TEXT          NOT NULL,
    SOURCE     VARCHAR(1000) NOT NULL,
    CREATED_BY VARCHAR(200)  NOT NULL,
    CREATED_AT TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    CONSTRAINT LLMP_TEMPLATE_VERSION_PK PRIMARY KEY (NAME, VERSION),
    CONSTRAINT LLMP_TEMPLATE_VERSION_OF_TEMPLATE FOREIGN KEY (NAME) REFERENCES LLMP_TEMPLATE (NAME)
);
