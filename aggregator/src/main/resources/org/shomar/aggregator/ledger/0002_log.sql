-- The ledger as a provable log: under which checkpoint each entry was first answered, and whose
-- key signs. Runs as the owner in schema shomar.

-- The size of the log when the entry's transaction was committed: its receipt's checkpoint has
-- this size, for ever. Entries from before this file are covered by the first checkpoint.
DO $$
BEGIN
  EXECUTE format('ALTER TABLE entry ADD COLUMN log_size bigint NOT NULL DEFAULT %s',
    (SELECT greatest(seq, 1) FROM ledger_head));
END
$$;
ALTER TABLE entry ALTER COLUMN log_size DROP DEFAULT;
ALTER TABLE entry ADD CONSTRAINT entry_is_covered CHECK (log_size >= seq);
COMMENT ON COLUMN entry.log_size IS 'entries in the log when this one was committed';

CREATE TABLE log_key (
  one  boolean PRIMARY KEY DEFAULT true CHECK (one),
  vkey text    NOT NULL CHECK (octet_length(vkey) BETWEEN 1 AND 1024)
);
COMMENT ON TABLE log_key IS 'the key that signs this log; a log never changes its key';

CREATE TRIGGER log_key_only_added BEFORE UPDATE OR DELETE ON log_key
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
ALTER TABLE log_key ENABLE ALWAYS TRIGGER log_key_only_added;
CREATE TRIGGER log_key_not_emptied BEFORE TRUNCATE ON log_key
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE log_key ENABLE ALWAYS TRIGGER log_key_not_emptied;

GRANT SELECT, INSERT ON log_key TO shomar_app;
