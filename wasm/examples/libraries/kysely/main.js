import { Kysely, sql } from 'kysely';
import { SQLocalKysely } from 'sqlocal/kysely';

const show = (text) => document.querySelector('pre').append(`${text}\n`);
const processor = new Worker(new URL('../sqlocal/worker.js', import.meta.url), { type: 'module' });
const { dialect } = new SQLocalKysely({ databasePath: 'kysely.sqlite3', processor });
const database = new Kysely({ dialect });

await database.schema.createTable('prices').ifNotExists()
  .addColumn('ts', 'integer', (column) => column.primaryKey()).addColumn('close', 'real').execute();
await database.deleteFrom('prices').execute();
await database.insertInto('prices').values([10, 11, 13, 12.5, 14.1].map((close, ts) => ({ ts, close }))).execute();

const smma = (period) => sql`smma(close, ${period}) OVER (ORDER BY ts)`.as('average');
const rows = await database.selectFrom('prices').select(['ts', smma(3)]).execute();
show(rows.at(-1).average);
await database.selectFrom('prices').select(smma(0)).execute().catch((error) => show(error.message));
