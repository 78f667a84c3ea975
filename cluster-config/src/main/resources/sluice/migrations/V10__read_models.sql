-- More read models. As those of V7, tails of their own keep them from the journal and nobody else writes them.

-- How much of each SKU there is. row_number is that of the last journal row counted in, here and below.
create table stock_total (
    sku        text collate "C" primary key,
    on_hand    bigint not null,
    claimed    bigint not null,
    available  bigint not null generated always as (greatest(0, on_hand - claimed)) stored,
    version    bigint not null,
    updated_at timestamptz not null,
    row_number bigint not null
);

create table stock_level (
    sku      text collate "C" not null,
    location text collate "C" not null,
    on_hand  bigint not null,
    primary key (sku, location)
);

-- What of it is claimed by which order. What releases or frees a claim does not say how much it was.
create table stock_claim (
    sku      text collate "C" not null,
    order_id uuid not null,
    units    bigint not null,
    primary key (sku, order_id)
);

-- What came and went of each SKU, numbered from 1: the deltas up to an entry make its on_hand.
create table stock_ledger (
    sku        text collate "C" not null,
    number     bigint not null,
    at         timestamptz not null,
    reason     text not null,        -- RECEIPT, SHIPMENT, or that of an adjustment
    delta      bigint not null,
    location   text not null,
    on_hand    bigint not null,
    order_id   uuid,                 -- of a shipment
    reference  text,                 -- of a receipt
    by         text not null,
    request_id text,
    primary key (sku, number)
);

create table stock_ledger_end (
    sku        text collate "C" primary key,
    number     bigint not null,
    on_hand    bigint not null,
    row_number bigint not null
);

-- What each account was invoiced and has paid, numbered from 1: invoices less payments up to an entry make its balance.
create table account_entry (
    account   text collate "C" not null,
    number    bigint not null,
    at        timestamptz not null,
    type      text not null,         -- INVOICE, PAYMENT
    amount    bigint not null,       -- minor units
    currency  text not null,
    balance   bigint not null,       -- below zero: paid ahead
    order_id  uuid,                  -- of an invoice
    due_at    timestamptz,           -- of an invoice
    reference text,                  -- of a payment
    primary key (account, number)
);

create index account_entry_at on account_entry (account, at);

create table account_entry_end (
    account    text collate "C" primary key,
    number     bigint not null,
    balance    bigint not null,
    currency   text not null,        -- of the terms last agreed, as is:
    net_days   integer not null,
    row_number bigint not null
);

-- Figures of a day (UTC) and a channel, each a sum of what happened that day. What each counts, and what detail is, DailyModel says.
create table daily_figure (
    day     date not null,
    channel text not null,
    figure  text not null,
    detail  text not null,
    amount  numeric not null,
    primary key (day, channel, figure, detail)
);

-- Orders that were refused. The journal knows nothing of them: nodes count them in memory and add them every few seconds, so this is
-- not made anew from the journal.
create table refusal_count (
    day     date not null,
    channel text not null,
    reason  text not null,
    orders  bigint not null,
    primary key (day, channel, reason)
);

-- Texts are searched by their beginnings, capital or not.
drop index order_list_external_id;
drop index order_list_po_number;
create index order_list_external_id on order_list (lower(external_id)) where external_id is not null;
create index order_list_po_number on order_list (lower(po_number)) where po_number is not null;
