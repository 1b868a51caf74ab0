-- A checksum over the columns of a record, which is compared with them when it is read; -1 for records from before there were checksums.
ALTER TABLE LLMP_JOB_RECORD ADD COLUMN CHECKSUM BIGINT DEFAULT -1 NOT NULL;
