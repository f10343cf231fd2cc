-- Which period would have done best at a plain crossover rule? All from 2 to 200 bars, the top ten.
--
-- The rule: hold one share while the close is above its average, and none otherwise. It is bought or
-- sold at the very close that decides, so what is earned begins with the next bar; what is still held
-- is sold at the last close. No costs, no interest.
--
-- Points are what the one share earned, sold less bought: they add up, where percentages would have
-- to be multiplied. All periods are judged over the same bars, from the first on which the longest
-- has an average; hold is what a share bought there and kept earned. The best of many periods is
-- in part the luckiest: this tells what was, not what will be.
--
-- Source:    the rule is the price crossover of every textbook, e.g. John J. Murphy, "Technical
--            Analysis of the Financial Markets" (1999), chapter 9, here long only.
-- Needs:     prices (schema.sql), smma_series(): one pass over the prices for all periods.
-- To change: the symbol and the periods in parameters, the 10 in LIMIT.

WITH parameters AS (
  SELECT 'MARKET' AS symbol, 2 AS shortest, 200 AS longest
),
-- The query gives closes alone, so key counts the bars: 1, 2, 3 ...
averages AS (
  SELECT period, key AS bar, price AS close, smma
    FROM parameters,
         smma_series('SELECT close FROM prices WHERE symbol = ?1 ORDER BY ts', shortest, longest, 1, symbol)
   WHERE key >= longest
),
bars AS (
  SELECT row_number() OVER (ORDER BY ts) AS bar, close
    FROM prices
   WHERE symbol = (SELECT symbol FROM parameters)
),
-- As many decimals as the price needs: README.md, "Add a query". CROSS JOIN keeps the order of its
-- tables: SQLite 3.41 would else run all averages once for every bar.
ends AS (
  SELECT last.bar AS last_bar,
         last.close - first.close AS hold,
         max(2, 5 - substr(printf('%.5e', abs(last.close)), 9)) AS decimals
    FROM parameters
   CROSS JOIN bars AS first ON first.bar = longest
   CROSS JOIN (SELECT max(bar) AS bar, close FROM bars) AS last
),
-- Held from this bar to the next? The last has no next.
positions AS (
  SELECT period, bar, close, close > smma AND bar < last_bar AS held
    FROM ends CROSS JOIN averages
),
turns AS (
  SELECT *, lag(held, 1, 0) OVER (PARTITION BY period ORDER BY bar) AS held_before
    FROM positions
),
-- Bought where held begins, sold where it ends. What never bought has earned 0, more than a loss.
results AS (
  SELECT period,
         sum((held_before - held) * close) AS points,
         sum(held > held_before) AS trades,
         sum((held_before - held) * bar) AS bars
    FROM turns
   GROUP BY period
),
-- In the order of what they have earned. The last bits of sum() are not the same in all versions of
-- SQLite: ten digits of the price decide, four more than are shown, and no rounding error does.
ranking AS (
  SELECT *, round(points, decimals + 4) AS earned
    FROM results, ends
)
SELECT period,
       printf('%.*f', decimals, earned) AS points,
       trades,
       printf('%.1f', 100.0 * bars / (last_bar - longest)) AS percent_of_bars,
       printf('%.*f', decimals, hold) AS hold
  FROM ranking, parameters
 ORDER BY earned DESC, period
 LIMIT 10;
