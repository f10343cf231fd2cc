-- On which days did the fast average cross the slow one? 50 against 200 bars, the last 20 crossings.
-- Upwards is known as the golden cross, downwards as the death cross.
--
-- Needs:     prices (schema.sql), smma().
-- To change: the symbol in WHERE, a period in smma(close, period), the 20 in LIMIT.

WITH averages AS (
  SELECT symbol,
         ts,
         close,
         smma(close, 50) OVER w AS fast,
         smma(close, 200) OVER w AS slow
    FROM prices
   WHERE symbol = 'MARKET'
  WINDOW w AS (PARTITION BY symbol ORDER BY ts ROWS UNBOUNDED PRECEDING)
),
-- The bars that stand on a side. "<>" is true neither for NULL nor for equals: it drops the warm-up
-- and the bars on which the averages only touch. Averages that touch and part to the sides they came
-- from have not crossed; those that go on have crossed on the first bar beyond.
sides AS (
  SELECT *, CASE WHEN fast > slow THEN 'up' ELSE 'down' END AS side
    FROM averages
   WHERE fast <> slow
),
turns AS (
  SELECT *, lag(side) OVER (PARTITION BY symbol ORDER BY ts) AS side_before
    FROM sides
),
-- The first bar has no side before it, lag() gives NULL: again not "<>". To begin is not to cross.
latest AS (
  SELECT *
    FROM turns
   WHERE side <> side_before
   ORDER BY ts DESC, symbol
   LIMIT 20
),
-- As many decimals as the price needs: README.md, "Add a query".
shown AS (
  SELECT *, max(2, 5 - substr(printf('%.5e', abs(first_value(close) OVER w)), 9)) AS decimals
    FROM latest
  WINDOW w AS (PARTITION BY symbol ORDER BY ts DESC)
)
SELECT symbol,
       ts,
       side AS crossed,
       printf('%.*f', decimals, close) AS close,
       printf('%.*f', decimals, fast) AS fast,
       printf('%.*f', decimals, slow) AS slow
  FROM shown
 ORDER BY ts, symbol;
