-- Affix, tables for MySQL 8.0.17 or newer. Usable as it is by Flyway and Liquibase.
-- Keys and names compare by bytes. Times are UTC.

create table affix_blobs (
  id binary(16) not null primary key,
  service varchar(64) not null,
  storage_key varchar(512) not null,
  owned bit not null,
  filename varchar(255) not null,
  content_type varchar(127) not null,
  type_source varchar(16) not null,
  byte_size bigint,
  md5 varchar(32),
  sha256 varchar(64),
  width integer,
  height integer,
  frames integer,
  has_alpha bit,
  colour varchar(7),
  thumb_hash varchar(36),
  metadata longtext,
  state varchar(16) not null,
  expires_at datetime(6),
  created_at datetime(6) not null,
  constraint affix_blobs_key unique (service, storage_key)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_0900_bin;

create index affix_blobs_staged on affix_blobs (state, expires_at);

create table affix_attachments (
  id binary(16) not null primary key,
  owner_type varchar(100) not null,
  name varchar(64) not null,
  owner_id varchar(100) not null,
  slot varchar(36) not null,
  position bigint not null,
  blob_id binary(16),
  created_at datetime(6) not null,
  constraint affix_attachments_slot unique (owner_type, name, owner_id, slot),
  constraint affix_attachments_blob_fk foreign key (blob_id) references affix_blobs (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_0900_bin;

create index affix_attachments_blob on affix_attachments (blob_id);

create table affix_variants (
  id binary(16) not null primary key,
  blob_id binary(16) not null,
  name varchar(64) not null,
  digest varchar(64) not null,
  state varchar(16) not null,
  lease_until datetime(6),
  attempts integer not null,
  faults integer default 0 not null,
  outdated_at datetime(6),
  last_error varchar(500),
  service varchar(64) not null,
  storage_key varchar(512) not null,
  owned bit not null,
  content_type varchar(127),
  byte_size bigint,
  md5 varchar(32),
  sha256 varchar(64),
  width integer,
  height integer,
  created_at datetime(6) not null,
  constraint affix_variants_digest unique (blob_id, digest),
  constraint affix_variants_key unique (service, storage_key),
  constraint affix_variants_blob_fk foreign key (blob_id) references affix_blobs (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_0900_bin;

create index affix_variants_recipe on affix_variants (digest, outdated_at);

create table affix_deletions (
  id binary(16) not null primary key,
  service varchar(64) not null,
  storage_key varchar(512) not null,
  reason varchar(16) not null,
  due_at datetime(6) not null,
  attempts integer not null,
  last_error varchar(500),
  created_at datetime(6) not null,
  constraint affix_deletions_key unique (service, storage_key)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_0900_bin;

create index affix_deletions_due on affix_deletions (due_at);
