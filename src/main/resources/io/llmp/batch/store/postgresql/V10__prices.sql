-- What a million tokens of each kind cost when the run was made, as JSON: one price, and another for each time it had changed when
-- the run was continued. Null for runs from before prices were kept, and of models without a price.
ALTER TABLE LLMP_RUN ADD COLUMN PRICES TEXT;
