-- Each node keeps in memory where the packet of an id may stand, because it follows every entry
-- for the log anyway. The index was a quarter of PostgreSQL's work.
-- Runs as the owner in schema shomar. Who searches by hand reads the whole table:
-- SELECT seq FROM shomar.entry WHERE packet_id = '\x…'.
DROP INDEX entry_packet;
