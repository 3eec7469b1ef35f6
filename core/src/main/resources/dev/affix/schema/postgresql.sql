-- Affix, tables for PostgreSQL 13 or newer. Usable as it is by Flyway and Liquibase.
-- Keys and names compare by bytes, hence collate "C".

create table affix_blobs (
  id uuid not null primary key,
  service varchar(64) not null,
  storage_key varchar(512) collate "C" not null,
  owned boolean not null,
  filename varchar(255) not null,
  content_type varchar(127) not null,
  type_source varchar(16) not null,
  byte_size bigint,
  md5 varchar(32),
  sha256 varchar(64),
  width integer,
  height integer,
  frames integer,
  has_alpha boolean,
  colour varchar(7),
  thumb_hash varchar(36),
  metadata text,
  state varchar(16) not null,
  expires_at timestamp(6) with time zone,
  created_at timestamp(6) with time zone not null,
  constraint affix_blobs_key unique (service, storage_key)
);

create index affix_blobs_staged on affix_blobs (expires_at) where state = 'STAGED';

create table affix_attachments (
  id uuid not null primary key,
  owner_type varchar(100) collate "C" not null,
  name varchar(64) collate "C" not null,
  owner_id varchar(100) collate "C" not null,
  slot varchar(36) collate "C" not null,
  position bigint not null,
  blob_id uuid references affix_blobs (id),
  created_at timestamp(6) with time zone not null,
  constraint affix_attachments_slot unique (owner_type, name, owner_id, slot)
);

create index affix_attachments_blob on affix_attachments (blob_id);

create table affix_variants (
  id uuid not null primary key,
  blob_id uuid not null references affix_blobs (id),
  name varchar(64) not null,
  digest varchar(64) not null,
  state varchar(16) not null,
  lease_until timestamp(6) with time zone,
  attempts integer not null,
  faults integer default 0 not null,
  outdated_at timestamp(6) with time zone,
  last_error varchar(500),
  service varchar(64) not null,
  storage_key varchar(512) collate "C" not null,
  owned boolean not null,
  content_type varchar(127),
  byte_size bigint,
  md5 varchar(32),
  sha256 varchar(64),
  width integer,
  height integer,
  created_at timestamp(6) with time zone not null,
  constraint affix_variants_digest unique (blob_id, digest),
  constraint affix_variants_key unique (service, storage_key)
);

create index affix_variants_recipe on affix_variants (digest, outdated_at);

create table affix_deletions (
  id uuid not null primary key,
  service varchar(64) not null,
  storage_key varchar(512) collate "C" not null,
  reason varchar(16) not null,
  due_at timestamp(6) with time zone not null,
  attempts integer not null,
  last_error varchar(500),
  created_at timestamp(6) with time zone not null,
  constraint affix_deletions_key unique (service, storage_key)
);

create index affix_deletions_due on affix_deletions (due_at);
