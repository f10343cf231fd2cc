-- The table of sql/averages.sql without smma(): the definition of the average (SPEC 1.1), row by row, in
-- plain SQL. S(p) is the mean of the first p prices, then S(i) = S(i-1) + (x(i) - S(i-1)) / p.

WITH RECURSIVE
-- Before the p-th price s14, s50 and s200 hold the sum so far.
bars(n, ts, close, s14, s50, s200) AS (
  SELECT 1, ts, close, close, close, close
    FROM prices
   WHERE symbol = 'MARKET'
     AND ts = (SELECT min(ts) FROM prices WHERE symbol = 'MARKET')
  UNION ALL
  SELECT n + 1,
         next.ts,
         next.close,
         CASE WHEN n + 1 < 14 THEN s14 + next.close
              WHEN n + 1 = 14 THEN (s14 + next.close) / 14
              ELSE s14 + (next.close - s14) / 14
         END,
         CASE WHEN n + 1 < 50 THEN s50 + next.close
              WHEN n + 1 = 50 THEN (s50 + next.close) / 50
              ELSE s50 + (next.close - s50) / 50
         END,
         CASE WHEN n + 1 < 200 THEN s200 + next.close
              WHEN n + 1 = 200 THEN (s200 + next.close) / 200
              ELSE s200 + (next.close - s200) / 200
         END
    FROM bars
    JOIN prices AS next
      ON next.symbol = 'MARKET'
     AND next.ts = (SELECT min(ts) FROM prices WHERE symbol = 'MARKET' AND ts > bars.ts)
)
SELECT 'MARKET' AS symbol,
       ts,
       printf('%.2f', close) AS close,
       printf('%.2f', s14) AS smma14,
       printf('%.2f', s50) AS smma50,
       printf('%.2f', s200) AS smma200
  FROM bars
 WHERE n > (SELECT count(*) FROM prices WHERE symbol = 'MARKET') - 15
 ORDER BY ts;
