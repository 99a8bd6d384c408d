-- The ledger: entries that are only ever added, and the one row that orders them.
-- Runs as the owner in schema shomar. The server itself works as shomar_app, which may add and
-- read, and nothing else.

-- Roles belong to the whole server, so another database may have made this one already.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'shomar_app') THEN
    CREATE ROLE shomar_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;
END
$$;

-- Who is a member may become it; from PostgreSQL 16 on, that is a right of its own.
DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'shomar_app',
      CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END)
  THEN
    EXECUTE format('GRANT shomar_app TO %I', current_user);
  END IF;
END
$$;

GRANT USAGE ON SCHEMA shomar TO shomar_app;

CREATE TABLE entry (
  seq         bigint      PRIMARY KEY CHECK (seq > 0),
  contest_seq bigint      NOT NULL CHECK (contest_seq >= 0),
  stored_at   timestamptz NOT NULL DEFAULT now(),
  contest     integer     NOT NULL CHECK (contest >= 0),
  branch      integer     NOT NULL CHECK (branch >= 0),
  revision    integer     NOT NULL CHECK (revision BETWEEN 0 AND 65535),
  kind        smallint    NOT NULL CHECK (kind IN (1, 2)),
  state       smallint    NOT NULL CHECK (state IN (0, 1)),
  packet_id   bytea       NOT NULL CHECK (octet_length(packet_id) = 32),
  leaf_hash   bytea       NOT NULL CHECK (octet_length(leaf_hash) = 32),
  findings    text        NOT NULL CHECK (octet_length(findings) BETWEEN 2 AND 65536),
  message     bytea       NOT NULL CHECK (octet_length(message) BETWEEN 1 AND 65535),
  CONSTRAINT entry_revision_once UNIQUE (contest, branch, revision),
  CONSTRAINT entry_definition_first CHECK ((kind = 1) = (seq = 1)),
  CONSTRAINT entry_packet_has_place CHECK (
    kind = 1 AND contest = 0 AND contest_seq = 0 AND branch = 0 AND revision = 0
    OR kind = 2 AND contest > 0 AND contest_seq > 0 AND branch > 0 AND revision > 0)
);
COMMENT ON COLUMN entry.kind IS '1 definition statement, 2 result packet';
COMMENT ON COLUMN entry.state IS '0 counted, 1 held; as first answered';
COMMENT ON COLUMN entry.findings IS 'JSON array, as first answered';
COMMENT ON COLUMN entry.message IS 'the exact bytes received first';

-- To find a packet by its id. No constraint is needed: an id covers contest, branch and revision,
-- which are unique. Eight bytes make the index half as large, and random inserts cost pages.
CREATE INDEX entry_packet ON entry (substring(packet_id FROM 1 FOR 8));

CREATE UNIQUE INDEX entry_contest_seq_once ON entry (contest, contest_seq) WHERE contest > 0;

-- Its row lock makes the order of numbers the order of commits, across nodes.
CREATE TABLE ledger_head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  seq bigint  NOT NULL CHECK (seq >= 0)
) WITH (fillfactor = 10);
INSERT INTO ledger_head (seq) VALUES (0);

CREATE TABLE contest_head (
  contest     integer PRIMARY KEY CHECK (contest > 0),
  contest_seq bigint  NOT NULL CHECK (contest_seq > 0)
) WITH (fillfactor = 50);

-- Packets refused because another one has their revision; kept to be looked into.
CREATE TABLE evidence (
  packet_id  bytea       PRIMARY KEY CHECK (octet_length(packet_id) = 32),
  contest    integer     NOT NULL,
  branch     integer     NOT NULL,
  revision   integer     NOT NULL,
  reason     text        NOT NULL CHECK (octet_length(reason) <= 1024),
  message    bytea       NOT NULL CHECK (octet_length(message) BETWEEN 1 AND 65535),
  refused_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX evidence_branch ON evidence (contest, branch);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'shomar: % of % is refused: the ledger is only ever added to',
    TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE FUNCTION refuse_rewind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'ledger_head' THEN
    IF NEW.seq > OLD.seq THEN RETURN NEW; END IF;
  ELSIF NEW.contest = OLD.contest AND NEW.contest_seq > OLD.contest_seq THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'shomar: % only goes forward', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END
$$;

-- ENABLE ALWAYS: session_replication_role cannot go round these.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['entry', 'evidence'] LOOP
    EXECUTE format('CREATE TRIGGER %1$s_only_added BEFORE UPDATE OR DELETE ON %1$I
      FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('ALTER TABLE %1$I ENABLE ALWAYS TRIGGER %1$s_only_added', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['ledger_head', 'contest_head'] LOOP
    EXECUTE format('CREATE TRIGGER %1$s_forward BEFORE UPDATE ON %1$I
      FOR EACH ROW EXECUTE FUNCTION refuse_rewind()', t);
    EXECUTE format('CREATE TRIGGER %1$s_stays BEFORE DELETE ON %1$I
      FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('ALTER TABLE %1$I ENABLE ALWAYS TRIGGER %1$s_forward', t);
    EXECUTE format('ALTER TABLE %1$I ENABLE ALWAYS TRIGGER %1$s_stays', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['entry', 'evidence', 'ledger_head', 'contest_head'] LOOP
    EXECUTE format('CREATE TRIGGER %1$s_not_emptied BEFORE TRUNCATE ON %1$I
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('ALTER TABLE %1$I ENABLE ALWAYS TRIGGER %1$s_not_emptied', t);
  END LOOP;
END
$$;

GRANT SELECT, INSERT ON entry, evidence TO shomar_app;
GRANT SELECT, UPDATE ON ledger_head TO shomar_app;
GRANT SELECT, INSERT, UPDATE ON contest_head TO shomar_app;
