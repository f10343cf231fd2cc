-- Makes the sample prices, in the temporary tables market and trees: `make sample-data` writes them to
-- market.csv and trees.csv.
--
-- These are the prices of nothing. The numbers come from a generator of random ones, and the story that
-- they follow is made up too: the tables seeds, phases and shares. All arithmetic is in integers, so that
-- every SQLite makes the same files, on every machine; tests/sql/run sees to it.
--
--   prices     in hundredths of a cent, until they are written
--   returns    in millionths of the price: 10000 is one percent
--   noise      in thousandths: 1000 is one standard deviation
--
-- Needs:     nothing.
-- To change: a seed, for other prices of the same kind; a phase, for another story.

-- ---- The calendar --------------------------------------------------------------------------------

-- Weekdays on which this exchange is open. Its holidays are made up after the usual ones.
DROP TABLE IF EXISTS temp.calendar;
CREATE TEMP TABLE calendar(bar INTEGER PRIMARY KEY, day TEXT NOT NULL);

WITH RECURSIVE
days(day) AS (
  SELECT '2000-01-03'
  UNION ALL
  SELECT date(day, '+1 day') FROM days WHERE day < '2020-04-17'
),
parts AS (
  SELECT day,
         strftime('%w', day) AS weekday,
         strftime('%m', day) AS month,
         strftime('%d', day) AS day_of_month,
         strftime('%m-%d', day) AS date
    FROM days
)
INSERT INTO calendar(day)
SELECT day
  FROM parts
 WHERE weekday BETWEEN '1' AND '5'
   AND date NOT IN ('01-01', '05-01', '07-04', '11-11', '12-24', '12-25')
   AND NOT (weekday = '1' AND month IN ('01', '02') AND day_of_month BETWEEN '15' AND '21')
   AND NOT (weekday = '1' AND month = '05' AND day_of_month >= '25')
   AND NOT (weekday = '1' AND month = '09' AND day_of_month <= '07')
   AND NOT (weekday = '4' AND month = '11' AND day_of_month BETWEEN '22' AND '28')
 ORDER BY day;

-- ---- The noise -----------------------------------------------------------------------------------

-- A seed for the index, and one for what is each share's own: chosen among some thousand for a chart in
-- which there is something to see.
DROP TABLE IF EXISTS temp.seeds;
CREATE TEMP TABLE seeds(source TEXT PRIMARY KEY, seed INTEGER NOT NULL, numbers INTEGER NOT NULL);
INSERT INTO seeds VALUES ('market', 245, 5 * 5200), ('trees', 23, 5 * 130);

-- Lehmer's generator with the factor of Park, Miller and Stockmeyer: a draw is between 1 and 2^31 - 2. The
-- sum of twelve, less six times their range, is close to a normal distribution, and its standard deviation
-- is that range: a thousandth of it is the unit here.
DROP TABLE IF EXISTS temp.noise;
CREATE TEMP TABLE noise(source TEXT, n INTEGER, value INTEGER, PRIMARY KEY (source, n)) WITHOUT ROWID;

WITH RECURSIVE draws(source, i, draw, last) AS (
  SELECT source, 0, seed, 12 * numbers - 1 FROM seeds
  UNION ALL
  SELECT source, i + 1, draw * 48271 % 2147483647, last FROM draws WHERE i < last
)
INSERT INTO noise
SELECT source, i / 12, (sum(draw) - 6 * 2147483647) / 2147484
  FROM draws
 GROUP BY source, i / 12;

-- ---- The story of the index ----------------------------------------------------------------------

-- What a day brings on average, and how far its return is usually away from that, while nothing excites
-- the market.
DROP TABLE IF EXISTS temp.phases;
CREATE TEMP TABLE phases(first TEXT PRIMARY KEY, drift INTEGER NOT NULL, calm INTEGER NOT NULL);
INSERT INTO phases VALUES
  ('2000-01-03',    600,  9000), -- a boom
  ('2001-05-14',  -1800, 12000), -- a slump of a year and a half
  ('2002-10-21',   1400,  8500), -- the recovery
  ('2005-09-12',   -100,  7500), -- nothing much
  ('2006-11-06',    500,  6500), -- a long calm rise
  ('2008-06-16',  -3800, 18000), -- a crisis
  ('2009-02-23',   2200, 12000), -- the way back
  ('2010-08-02',      0,  8000), -- no direction
  ('2012-04-02',   -300,  9000), -- somewhat down
  ('2013-01-07',    450,  6500), -- a calm rise
  ('2015-06-01',   -500, 10000), -- a correction
  ('2016-02-15',    500,  6000), -- another rise
  ('2018-04-02',      0,  8000), -- a year that hesitates
  ('2019-02-04',    900,  5500), -- the last of the rise
  ('2019-09-16', -12000, 45000), -- the crash: a month
  ('2019-10-14',   3000, 20000), -- the rebound
  ('2019-12-02',   1500,  9000), -- the recovery
  ('2020-02-17',  -1200, 11000), -- a pause
  ('2020-03-23',   3000,  9000); -- and on

-- ---- The index, by day ---------------------------------------------------------------------------

-- Five numbers of noise a bar: the return, the gap between close and open, the two ends of the bar
-- beyond open and close, the volume.
DROP TABLE IF EXISTS temp.days;
CREATE TEMP TABLE days AS
SELECT bar,
       day,
       (SELECT drift FROM phases WHERE first <= day ORDER BY first DESC LIMIT 1) AS drift,
       (SELECT calm FROM phases WHERE first <= day ORDER BY first DESC LIMIT 1) AS calm,
       max(CASE n % 5 WHEN 0 THEN value END) AS return_noise,
       max(CASE n % 5 WHEN 1 THEN value END) AS gap_noise,
       max(CASE n % 5 WHEN 2 THEN value END) AS high_noise,
       max(CASE n % 5 WHEN 3 THEN value END) AS low_noise,
       max(CASE n % 5 WHEN 4 THEN value END) AS volume_noise
  FROM calendar
  JOIN noise ON source = 'market' AND n BETWEEN 5 * bar AND 5 * bar + 4
 GROUP BY bar;
CREATE UNIQUE INDEX temp.days_by_bar ON days(bar);

-- Unrest is the standard deviation of a day's return. It comes back to what is calm slowly, and grows with
-- the size of a surprise, with that of a bad one three times as much: large moves come in clusters.
DROP TABLE IF EXISTS temp.returns;
CREATE TEMP TABLE returns AS
WITH RECURSIVE moods(bar, unrest, drift, return_noise) AS (
  SELECT bar, calm, drift, return_noise FROM days WHERE bar = 1
  UNION ALL
  SELECT days.bar,
         (6000 * days.calm + unrest * (83000 + 7 * max(moods.return_noise, -3 * moods.return_noise))) / 100000,
         days.drift,
         days.return_noise
    FROM moods
    JOIN days ON days.bar = moods.bar + 1
)
SELECT bar, unrest, drift + unrest * return_noise / 1000 AS return FROM moods;
CREATE UNIQUE INDEX temp.returns_by_bar ON returns(bar);

DROP TABLE IF EXISTS temp.closes;
CREATE TEMP TABLE closes AS
WITH RECURSIVE walk(bar, before, close) AS (
  SELECT 0, 10000000, 10000000
  UNION ALL
  SELECT returns.bar, close, close * (1000000 + return) / 1000000
    FROM walk
    JOIN returns ON returns.bar = walk.bar + 1
)
SELECT * FROM walk WHERE bar > 0;

DROP TABLE IF EXISTS temp.market;
CREATE TEMP TABLE market AS
WITH
opens AS (
  SELECT *,
         before * (1000000 + unrest * gap_noise / 4000) / 1000000 AS open
    FROM days
    JOIN returns USING (bar)
    JOIN closes USING (bar)
),
bars AS (
  SELECT *,
         max(open, close) * (1000000 + unrest * abs(high_noise) / 2200) / 1000000 AS high,
         min(open, close) * (1000000 - unrest * abs(low_noise) / 2200) / 1000000 AS low,
         -- In ten thousands of shares: grows over the years, with unrest, and with the day's move.
         (90000 + 50 * bar)
           * (600 + min(unrest, 40000) / 30 + abs(return) / 50) / 1000
           * (1000 + volume_noise / 8) / 1000
           -- Many are away before a holiday, and between one and the weekend.
           * CASE WHEN strftime('%m-%d', day) IN ('07-03', '12-23', '12-26', '12-31')
                    OR strftime('%w%m', day) = '511' AND strftime('%d', day) BETWEEN '23' AND '29'
                  THEN 45 ELSE 100 END / 100 AS volume
    FROM opens
),
-- No half cents in the middle of a bar: not all versions of SQLite print them alike.
evened AS (
  SELECT *, high + (high / 100 + low / 100) % 2 * 100 AS even_high FROM bars
)
SELECT 'MARKET' AS symbol,
       day AS ts,
       printf('%d.%02d', open / 10000, open / 100 % 100) AS open,
       printf('%d.%02d', even_high / 10000, even_high / 100 % 100) AS high,
       printf('%d.%02d', low / 10000, low / 100 % 100) AS low,
       printf('%d.%02d', close / 10000, close / 100 % 100) AS close,
       10000 * volume AS volume
  FROM evened
 ORDER BY bar;

-- ---- Five shares, by month -----------------------------------------------------------------------

-- Named after trees, of no company. A share moves with the index, by sway thousandths of its move, and
-- by itself: on average by own_drift, usually by own_unrest more or less.
DROP TABLE IF EXISTS temp.shares;
CREATE TEMP TABLE shares(
  place      INTEGER PRIMARY KEY,
  symbol     TEXT NOT NULL,
  first      TEXT NOT NULL,    -- its first month,
  price      INTEGER NOT NULL, -- and what it closed at
  sway       INTEGER NOT NULL,
  own_drift  INTEGER NOT NULL,
  own_unrest INTEGER NOT NULL
);
INSERT INTO shares VALUES
  (0, 'BIRCH',  '2000-01-01',  259400, 1300, 12000,  90000),
  (1, 'CEDAR',  '2000-01-01',  645600, 1500,  2000, 110000),
  (2, 'LARCH',  '2004-08-01', 1023700, 1200, 13000,  80000),
  (3, 'MAPLE',  '2000-01-01', 1005200,  800,  1000,  50000),
  (4, 'WILLOW', '2000-01-01',  398100,  900, -5000,  60000);

-- The index at the end of each month, and its return since the end of the month before.
DROP TABLE IF EXISTS temp.months;
CREATE TEMP TABLE months AS
SELECT row_number() OVER w AS month,
       ts,
       close * 1000000 / lag(close, 1, close) OVER w - 1000000 AS return
  FROM (
    SELECT strftime('%Y-%m-01', day) AS ts, max(bar) AS bar
      FROM calendar
     WHERE day < '2010-04-01'
     GROUP BY ts
  )
  JOIN closes USING (bar)
WINDOW w AS (ORDER BY ts);

DROP TABLE IF EXISTS temp.trees;
CREATE TEMP TABLE trees AS
WITH RECURSIVE walk(place, month, close) AS (
  SELECT place, month, price FROM shares JOIN months ON ts = first
  UNION ALL
  SELECT place,
         months.month,
         close * (1000000 + return * sway / 1000 + own_drift + own_unrest * noise.value / 1000) / 1000000
    FROM walk
    JOIN shares USING (place)
    JOIN months ON months.month = walk.month + 1
    JOIN noise ON source = 'trees' AND n = 5 * walk.month + place
)
SELECT symbol,
       ts,
       NULL AS open,
       NULL AS high,
       NULL AS low,
       printf('%d.%02d', close / 10000, close / 100 % 100) AS close,
       NULL AS volume
  FROM walk
  JOIN shares USING (place)
  JOIN months USING (month)
 ORDER BY symbol, ts;
