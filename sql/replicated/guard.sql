-- For databases that replicate statements, as rqlite does: a node that has missed a write takes no other.
--
--   writes   one row, the number of the last write
--
-- Such a database runs every statement on every node, and only the leader's errors are seen. A node
-- without the functions that sql/live.sql needs keeps none of the bars that it has agreed to; when it
-- has the functions again it would go on behind the hole, and lead one day. With this file every write
-- is one transaction that begins with its number, the next one:
--
--   UPDATE writes SET number = 42;
--   INSERT INTO prices(symbol, ts, close) VALUES ('MARKET', '2020-04-17', 3507.5);
--
-- A node without the functions refuses the number, and with it all of the transaction, deletions too;
-- from then on it refuses what comes, with the functions or without: it stays at its last good write,
-- and when it leads, the writer sees the error. Then give it the functions and a copy of another node.
--
-- Needs:     smma_version(); one transaction a write (rqlite: /db/execute?transaction): outside of one
--            the statements behind a refused number are run all the same.
-- To watch:  SELECT number FROM writes on every node by itself (rqlite: level=none). A node whose
--            number stands still while the others go on is to be rebuilt.
-- To write:  the number is the last one and 1. After an error, or none, read it again from the leader
--            (rqlite: level=strong): where it is the number just sent, the write was taken.
-- To end:    DROP TABLE writes.

CREATE TABLE IF NOT EXISTS writes(
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL
);

INSERT OR IGNORE INTO writes(id, number) VALUES (1, 0);

-- What is selected first is not used: a node without the functions fails there.
DROP TRIGGER IF EXISTS writes_next;
CREATE TRIGGER writes_next BEFORE UPDATE ON writes
BEGIN
  SELECT smma_version();
  SELECT RAISE(ABORT, 'writes: not the next number: this node has missed a write, or another program has written')
   WHERE new.number IS NOT old.number + 1;
END;
