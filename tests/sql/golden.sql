-- The queries against the figures of others (golden/figures.csv), and against what adx.sql says about
-- TA-Lib: a line for each difference, nothing when all is well.
--
-- Needs: the table figures; what the queries return for golden/bars.csv in the tables rsi, atr and adx,
-- and what they return with the changes that lead to others' variants in talib_adx, tulip_atr, tulip_adx.

CREATE VIEW answers(variant, indicator, symbol, ts, value) AS
SELECT 'ours', 'rsi', symbol, ts, rsi FROM rsi
UNION ALL SELECT 'ours', 'true_range', symbol, ts, true_range FROM atr
UNION ALL SELECT 'ours', 'atr', symbol, ts, atr FROM atr
UNION ALL SELECT 'ours', 'percent', symbol, ts, percent FROM atr
UNION ALL SELECT 'ours', 'plus_di', symbol, ts, plus_di FROM adx
UNION ALL SELECT 'ours', 'minus_di', symbol, ts, minus_di FROM adx
UNION ALL SELECT 'ours', 'adx', symbol, ts, adx FROM adx
UNION ALL SELECT 'TA-Lib', 'plus_di', symbol, ts, plus_di FROM talib_adx
UNION ALL SELECT 'TA-Lib', 'minus_di', symbol, ts, minus_di FROM talib_adx
UNION ALL SELECT 'TA-Lib', 'adx', symbol, ts, adx FROM talib_adx
UNION ALL SELECT 'Tulip', 'atr', symbol, ts, atr FROM tulip_atr
UNION ALL SELECT 'Tulip', 'adx', symbol, ts, adx FROM tulip_adx;

-- The answer to hold against a figure: that of the source's own variant where it has one.
CREATE VIEW comparisons AS
SELECT figures.*,
       answers.value AS answer,
       length(figures.value) - instr(figures.value, '.') AS decimals
  FROM figures
  LEFT JOIN answers
    ON (answers.indicator, answers.symbol, answers.ts) =
       (figures.indicator, figures.symbol, figures.ts)
   AND variant = CASE WHEN (source, figures.indicator) IN (SELECT variant, indicator FROM answers)
                      THEN source
                      ELSE 'ours'
                 END;

-- A figure of up to four decimals was rounded to these. One of more has all its digits, and only the
-- order of operations differs. An empty one: the source has no value yet.
SELECT printf('%s: %s of %s on %s is %s, not %s', source, indicator, symbol, ts, value, answer)
  FROM comparisons
 WHERE CASE WHEN value = '' THEN answer IS NULL
            WHEN decimals <= 4 THEN printf('%.*f', decimals, answer) = value
            ELSE abs(value - answer) <= 1e-12 * abs(value)
       END IS NOT 1;

SELECT 'no figures' WHERE (SELECT count(*) FROM figures) = 0;

-- adx.sql: TA-Lib is less than 1 off at first, and less than 0.005 after the 120th bar.
WITH numbered AS (
  SELECT *, row_number() OVER (PARTITION BY symbol ORDER BY ts) AS bar FROM adx
)
SELECT printf('%s: %s on %s is %s, in adx.sql %s', source, indicator, ts, figures.value, answers.value)
  FROM figures
  JOIN answers USING (indicator, symbol, ts)
  JOIN numbered USING (symbol, ts)
 WHERE source = 'TA-Lib'
   AND variant = 'ours'
   AND indicator IN ('plus_di', 'minus_di', 'adx')
   AND abs(figures.value - answers.value) >= CASE WHEN bar > 120 THEN 0.005 ELSE 1 END;
