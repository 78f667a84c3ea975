-- Read models: what lists show. Tails of their own keep them from the journal and nobody else writes them; they hold nothing that
-- the journal does not.

-- One row an order. Lists of orders go by (placed_at, id), newest first; each filter that leaves many orders has an index in that
-- order, and those that leave few have one of their own.
create table order_list (
    id          uuid primary key,
    status      text not null,
    fulfilment  text not null,
    version     bigint not null,
    account     text collate "C",
    channel     text not null,
    external_id text collate "C",
    po_number   text collate "C",
    currency    text not null,
    total       bigint not null, -- minor units
    lines       integer not null,
    units       bigint not null,
    placed_at   timestamptz not null,
    updated_at  timestamptz not null
);

create index order_list_placed on order_list (placed_at, id);
create index order_list_status on order_list (status, placed_at, id);
create index order_list_channel on order_list (channel, placed_at, id);
create index order_list_account on order_list (account, placed_at, id) where account is not null;
create index order_list_external_id on order_list (external_id) where external_id is not null;
create index order_list_po_number on order_list (po_number) where po_number is not null;

-- Which SKUs an order holds, in the order of the list.
create table order_list_sku (
    sku       text collate "C" not null,
    placed_at timestamptz not null,
    order_id  uuid not null,
    primary key (sku, placed_at, order_id)
);

-- What a SKU is called and costs. row_number is that of the journal row of the last definition.
create table sku_list (
    sku            text collate "C" primary key,
    name           text not null,
    version        bigint not null,
    price          numeric,
    price_currency text,
    updated_at     timestamptz not null,
    row_number     bigint not null
);

-- On what terms an account buys. row_number is that of the journal row of the last definition.
create table account_list (
    id           text collate "C" primary key,
    name         text not null,
    version      bigint not null,
    credit_limit bigint not null, -- minor units
    currency     text not null,
    net_days     integer not null,
    updated_at   timestamptz not null,
    row_number   bigint not null
);

-- What cursors of lists are signed with: one key an installation, so that every node takes those of every other. It keeps cursors
-- from being made up, and hides nothing.
create table cursor_key (
    one boolean primary key default true check (one), -- there is only one
    key bytea not null
);
