-- Each node keeps the contests' last numbers in memory and follows the entries of the others, so
-- nothing asks this table any more; one write for each contest of a commit was a fifth of its cost.
-- Runs as the owner in schema shomar. That numbers have no gaps is kept as before: by the lock on
-- ledger_head and by entry_contest_seq_once.
DROP TABLE contest_head;
