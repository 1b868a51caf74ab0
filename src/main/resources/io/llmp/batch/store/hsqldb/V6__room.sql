-- A record costs the millionth time what it cost at first when the upper levels of the indexes stay in memory and the data
-- file is mapped as a whole, up to 4 GB: by default 10 MB and 256 MB. InsertBench measures it.
SET FILES CACHE ROWS 100000;
SET FILES CACHE SIZE 24576;
SET FILES NIO SIZE 4096;

-- A run has some 35 steps: kept on the disk, they cost neither memory nor time at the start of every command.
SET TABLE BATCH_STEP_EXECUTION TYPE CACHED;
SET TABLE BATCH_STEP_EXECUTION_CONTEXT TYPE CACHED;

-- Tells of files that cannot be written, which is all that HSQLDB does about them.
SET DATABASE EXTERNAL EVENT LOG LEVEL 2;
