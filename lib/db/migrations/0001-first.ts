// The first tables: people, rooms, the log, invites.
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  await schema
    .createTable('users')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('provider_id', 'text', (column) => column.unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_seen_at', 'bigint', (column) => column.notNull())
    .execute()
  await schema
    .createTable('sessions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_seen_at', 'bigint', (column) => column.notNull())
    .execute()
  await schema.createIndex('sessions_user').on('sessions').column('user_id').execute()
  await schema
    .createTable('rooms')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('code', 'text', (column) => column.unique())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('rev', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('floor_rev', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('last_posted_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('pair_key', 'text', (column) => column.unique())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await createMembers(db)
  await createMessages(db)
  await createInvites(db)
}

async function createMembers({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('members')
    .addColumn('room_id', 'text', (column) => column.notNull().references('rooms.id').onDelete('cascade'))
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('standing', 'text', (column) => column.notNull())
    .addColumn('joined_at', 'bigint', (column) => column.notNull())
    .addColumn('read_seq', 'bigint', (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('members_key', ['room_id', 'user_id'])
    .execute()
  // The promise "one Bob per room" is kept here and nowhere else.
  await schema
    .createIndex('members_name')
    .on('members')
    .columns(['room_id', 'name'])
    .unique()
    .where('standing' as never, '=', 'in' as never)
    .execute()
  await schema.createIndex('members_user').on('members').column('user_id').execute()
}

async function createMessages({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('messages')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('room_id', 'text', (column) => column.notNull().references('rooms.id').onDelete('cascade'))
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('rev', 'bigint', (column) => column.notNull())
    .addColumn('client_message_id', 'text', (column) => column.notNull())
    .addColumn('author_id', 'text', (column) => column.notNull().references('users.id'))
    .addColumn('author_name', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('posted_hash', 'text')
    .addColumn('posted_at', 'bigint', (column) => column.notNull())
    .addColumn('edited_at', 'bigint')
    .addColumn('deleted_at', 'bigint')
    .addColumn('reply_to', 'text')
    .addUniqueConstraint('messages_place', ['room_id', 'seq'])
    .addUniqueConstraint('messages_once', ['room_id', 'author_id', 'client_message_id'])
    .execute()
  await schema.createIndex('messages_changes').on('messages').columns(['room_id', 'rev']).unique().execute()
  await schema
    .createTable('reactions')
    .addColumn('message_id', 'text', (column) => column.notNull().references('messages.id').onDelete('cascade'))
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('emoji', 'text', (column) => column.notNull())
    .addColumn('rev', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('reactions_key', ['message_id', 'emoji', 'user_id'])
    .execute()
}

async function createInvites({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('invites')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('pair_key', 'text', (column) => column.notNull())
    .addColumn('room_id', 'text', (column) => column.notNull().references('rooms.id').onDelete('cascade'))
    .addColumn('inviter_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('invitee_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('inviter_name', 'text', (column) => column.notNull())
    .addColumn('invitee_name', 'text', (column) => column.notNull())
    .addColumn('note', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('is_delivered', 'integer', (column) => column.notNull())
    .addColumn('private_id', 'text', (column) => column.references('rooms.id').onDelete('set null'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
  await schema.createIndex('invites_pair').on('invites').columns(['pair_key', 'created_at']).execute()
  await schema.createIndex('invites_invitee').on('invites').columns(['invitee_id', 'state']).execute()
  await schema.createIndex('invites_inviter').on('invites').columns(['inviter_id', 'state']).execute()
}
