-- What was asked of a run when it was last begun, as JSON. Until then a run that began before there were specs has its command line in OPTIONS.
ALTER TABLE LLMP_RUN ADD COLUMN SPEC LONGVARCHAR;
