-- Where do the averages stand now, without reading the history again? Kept by triggers, bar by bar.
--
--   live           the last average of every symbol and period: SELECT smma FROM live WHERE ...
--   live_periods   the periods that are kept, for all symbols
--   live_averages  what is remembered, a row per symbol and period
--
-- A new bar takes the same time however long the history is, and so does another price for the last
-- bar, be it by UPDATE, INSERT OR REPLACE or ON CONFLICT DO UPDATE. When a bar comes late, or an
-- earlier one is changed or deleted, what is remembered of its symbol is forgotten: live reads the
-- history of that symbol, until its next new bar remembers again. So many such bars in a row take no
-- longer than one, and live is never wrong: it has the bits of smma(close, period) over the bars.
--
-- Needs:     prices (schema.sql), smma_state(), smma_append(), smma_value(). From now on they are needed
--            by every connection that inserts bars, changes a close or reads live, in every program.
--            Where they are not, the statement fails with "no such function: smma_append" (or one of
--            the others), and the bar is not kept: a program that ignores errors loses its bars.
--            Reading prices and deleting bars go on. The same for every node of a replicated
--            database: one that replicates statements, as rqlite does, runs the triggers on every
--            node, and a node without the functions keeps none of the bars that it has agreed to:
--            replicated/guard.sql has it refuse what follows.
--            Where pages are replicated, as by Litestream, a replica needs them to read live.
-- To change: the periods in INSERT OR IGNORE below, or later, by INSERT INTO live_periods and DELETE.
--            Run this file again when prices was dropped, or written to with triggers off: it starts
--            over.
-- To end:    DROP VIEW live, the two tables, and the triggers live_append, live_late, live_restart,
--            live_correct, live_move and live_remove.

SAVEPOINT live;

CREATE TABLE IF NOT EXISTS live_periods(
  period INTEGER PRIMARY KEY CHECK (period BETWEEN 1 AND 2147483647)
);

INSERT OR IGNORE INTO live_periods(period) VALUES (14), (200);

-- What is forgotten has NULL in ts, before and state.
--
--   ts      the last bar
--   before  the state without the last bar, from which another price for it goes on
--   state   the state with it
CREATE TABLE IF NOT EXISTS live_averages(
  symbol TEXT NOT NULL,
  period INTEGER NOT NULL,
  ts     TEXT,
  before BLOB,
  state  BLOB,
  PRIMARY KEY (symbol, period)
) WITHOUT ROWID;

DROP VIEW IF EXISTS live;
CREATE VIEW live AS
SELECT symbol,
       period,
       CASE WHEN state IS NOT NULL THEN ts
            ELSE (SELECT max(ts) FROM prices WHERE symbol = live_averages.symbol)
       END AS ts,
       CASE WHEN state IS NOT NULL THEN smma_value(state)
            ELSE (SELECT smma(price, live_averages.period)
                    FROM (SELECT close AS price
                            FROM prices
                           WHERE symbol = live_averages.symbol
                           ORDER BY ts))
       END AS smma
  FROM live_averages;

-- ---- Bars ----------------------------------------------------------------------------------------

-- A new bar: the state with it is the state so far and its price. A bar at the same ts has replaced
-- the last one: INSERT OR REPLACE does not fire DELETE triggers, unless recursive_triggers is ON.
-- Where another trigger has run first and has changed or removed the bar, that change has fired
-- these triggers already.
DROP TRIGGER IF EXISTS live_append;
CREATE TRIGGER live_append AFTER INSERT ON prices
WHEN new.close = (SELECT close FROM prices WHERE symbol = new.symbol AND ts = new.ts)
BEGIN
  UPDATE live_averages
     SET ts = new.ts,
         before = CASE WHEN ts < new.ts THEN state ELSE before END,
         state = smma_append(CASE WHEN ts < new.ts THEN state ELSE before END, new.close)
   WHERE symbol = new.symbol AND ts <= new.ts;
END;

-- A bar that comes late: what is remembered beyond it is forgotten. A trigger of its own, and short:
-- where bars come newest first it is asked for each of them, and finds nothing left to forget.
DROP TRIGGER IF EXISTS live_late;
CREATE TRIGGER live_late AFTER INSERT ON prices
WHEN EXISTS (SELECT 1 FROM live_averages WHERE symbol = new.symbol AND ts > new.ts)
BEGIN
  UPDATE live_averages
     SET ts = NULL, before = NULL, state = NULL
   WHERE symbol = new.symbol AND ts > new.ts;
END;

-- The last bar of a symbol that is new, or forgotten: its history is remembered. SQLite is free to
-- run this trigger before live_append or after it; either way the condition and the outcome are the
-- same.
DROP TRIGGER IF EXISTS live_restart;
CREATE TRIGGER live_restart AFTER INSERT ON prices
WHEN new.ts = (SELECT max(ts) FROM prices WHERE symbol = new.symbol)
 AND (SELECT count(*) FROM live_averages WHERE symbol = new.symbol AND ts <= new.ts)
  <> (SELECT count(*) FROM live_periods)
BEGIN
  DELETE FROM live_averages WHERE symbol = new.symbol;
  INSERT INTO live_averages(symbol, period, ts)
  SELECT new.symbol, period, new.ts FROM live_periods;
END;

DROP TRIGGER IF EXISTS live_correct;
CREATE TRIGGER live_correct AFTER UPDATE OF close ON prices
WHEN new.close IS NOT old.close AND new.symbol = old.symbol AND new.ts = old.ts
 AND new.close = (SELECT close FROM prices WHERE symbol = new.symbol AND ts = new.ts)
BEGIN
  UPDATE live_averages
     SET ts = CASE WHEN ts = new.ts THEN ts END,
         before = CASE WHEN ts = new.ts THEN before END,
         state = CASE WHEN ts = new.ts THEN smma_append(before, new.close) END
   WHERE symbol = new.symbol AND ts IS NOT NULL;
END;

DROP TRIGGER IF EXISTS live_move;
CREATE TRIGGER live_move AFTER UPDATE OF symbol, ts ON prices
WHEN new.symbol <> old.symbol OR new.ts <> old.ts
BEGIN
  UPDATE live_averages
     SET ts = NULL, before = NULL, state = NULL
   WHERE symbol IN (old.symbol, new.symbol) AND ts IS NOT NULL;
  DELETE FROM live_averages
   WHERE symbol = old.symbol
     AND NOT EXISTS (SELECT 1 FROM prices WHERE symbol = old.symbol);
  INSERT INTO live_averages(symbol, period)
  SELECT new.symbol, period FROM live_periods
  EXCEPT
  SELECT symbol, period FROM live_averages WHERE symbol = new.symbol;
END;

DROP TRIGGER IF EXISTS live_remove;
CREATE TRIGGER live_remove AFTER DELETE ON prices
BEGIN
  UPDATE live_averages
     SET ts = NULL, before = NULL, state = NULL
   WHERE symbol = old.symbol AND ts IS NOT NULL;
  DELETE FROM live_averages
   WHERE symbol = old.symbol
     AND NOT EXISTS (SELECT 1 FROM prices WHERE symbol = old.symbol);
END;

-- ---- The history ---------------------------------------------------------------------------------

-- The one place that reads the history to remember it: a row inserted with the ts of its symbol's last
-- bar gets the states that belong to it.
DROP TRIGGER IF EXISTS live_remember;
CREATE TRIGGER live_remember AFTER INSERT ON live_averages
WHEN new.ts IS NOT NULL AND new.state IS NULL
BEGIN
  -- NULL is a missing price: it leaves a state as it is.
  UPDATE live_averages
     SET (before, state) = (
           SELECT smma_state(CASE WHEN bar < new.ts THEN price END, new.period),
                  smma_state(price, new.period)
             FROM (SELECT ts AS bar, close AS price
                     FROM prices
                    WHERE symbol = new.symbol
                    ORDER BY ts))
   WHERE symbol = new.symbol AND period = new.period;
END;

DROP TRIGGER IF EXISTS live_period_comes;
CREATE TRIGGER live_period_comes AFTER INSERT ON live_periods
BEGIN
  DELETE FROM live_averages WHERE period = new.period;
  INSERT INTO live_averages(symbol, period, ts)
  SELECT symbol, new.period, max(ts) FROM prices GROUP BY symbol;
END;

DROP TRIGGER IF EXISTS live_period_changes;
CREATE TRIGGER live_period_changes AFTER UPDATE ON live_periods
BEGIN
  DELETE FROM live_averages WHERE period IN (old.period, new.period);
  INSERT INTO live_averages(symbol, period, ts)
  SELECT symbol, new.period, max(ts) FROM prices GROUP BY symbol;
END;

DROP TRIGGER IF EXISTS live_period_goes;
CREATE TRIGGER live_period_goes AFTER DELETE ON live_periods
BEGIN
  DELETE FROM live_averages WHERE period = old.period;
END;

DELETE FROM live_averages;
INSERT INTO live_averages(symbol, period, ts)
SELECT symbol, period, ts
  FROM (SELECT symbol, max(ts) AS ts FROM prices GROUP BY symbol), live_periods;

RELEASE live;

-- As many decimals as the price needs: README.md, "Add a query".
WITH shown AS (
  SELECT *,
         (SELECT max(2, 5 - substr(printf('%.5e', abs(close)), 9))
            FROM prices
           WHERE symbol = live.symbol AND ts = live.ts) AS decimals
    FROM live
)
SELECT symbol,
       period,
       ts,
       CASE WHEN smma IS NOT NULL THEN printf('%.*f', decimals, smma) END AS smma
  FROM shown
 ORDER BY symbol, period;
