// Receives webhooks of a node as an independent implementation of the Standard Webhooks specification would, and refuses what is forged:
// webhooks.mjs <url> <key>. The node must be allowed to reach 127.0.0.1 (SLUICE_WEBHOOK_ALLOW).
import {createServer} from 'node:http';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import assert from 'node:assert/strict';

const require = createRequire(join(process.cwd(), 'node_modules', 'x'));
const {Webhook} = require('standardwebhooks');
const [url, key] = process.argv.slice(2);
const received = [];

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', chunk => chunks.push(chunk));
  request.on('end', () => {
    received.push({headers: request.headers, body: Buffer.concat(chunks).toString('utf8')});
    response.writeHead(204).end();
  });
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));

async function ask(method, path, body) {
  const reply = await fetch(url + path, {
    method,
    headers: {Authorization: `Bearer ${key}`, ...(body && {'Content-Type': 'application/json'})},
    body: body && JSON.stringify(body),
  });
  const answer = await reply.json();
  assert.ok(reply.ok, `${method} ${path} was answered ${reply.status}: ${JSON.stringify(answer)}`);
  return answer;
}

/** All that comes until there are so many; fails after 30 s. */
async function take(count) {
  const end = Date.now() + 30_000;
  while (received.length < count) {
    assert.ok(Date.now() < end, `${received.length} of ${count} deliveries came`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return received.splice(0, count);
}

function accepts(secret, {headers, body}) {
  const verified = new Webhook(secret).verify(body, headers);
  assert.equal(verified.id, headers['webhook-id']);
}

function refuses(secret, {headers, body}, why) {
  assert.throws(() => new Webhook(secret).verify(body, headers), undefined, why);
}

function refusesForgeries(secret, delivery) {
  const {headers, body} = delivery;
  refuses(secret, {headers, body: body.replace('"type"', '"typo"')}, 'an altered body');
  refuses(secret, {headers, body: body + ' '}, 'a longer body');
  refuses(secret, {headers: {...headers, 'webhook-id': headers['webhook-id'] + 'x'}, body}, 'another id');
  const later = String(Number(headers['webhook-timestamp']) + 1);
  refuses(secret, {headers: {...headers, 'webhook-timestamp': later}, body}, 'another timestamp');
  refuses('whsec_' + Buffer.alloc(32, 7).toString('base64'), delivery, 'another secret');
}

const endpoint = await ask('POST', '/v1/webhook-endpoints', {
  url: `http://127.0.0.1:${server.address().port}/in`,
  events: ['order.*'],
});
const path = `/v1/webhook-endpoints/${endpoint.id}`;
await ask('PUT', '/v1/skus/webhook-tee', {name: 'Tee', price: {amount: '19.90', currency: 'EUR'}});
await ask('POST', '/v1/skus/webhook-tee/receipts', {quantity: 1000});
const order = await ask('POST', '/v1/orders', {currency: 'EUR', lines: [{sku: 'webhook-tee', quantity: 1}]});
for (const step of ['confirm', 'release', 'shipments', 'deliver']) {
  await ask('POST', `/v1/orders/${order.id}/${step}`);
}
await ask('POST', `${path}/test`);
const first = await take(6); // the test, and at least one of each step
for (const delivery of first) {
  accepts(endpoint.secret, delivery);
  refusesForgeries(endpoint.secret, delivery);
}

const rotated = await ask('POST', `${path}/rotate-secret`, {overlapSeconds: 3600});
await new Promise(resolve => setTimeout(resolve, 2_000)); // what was under way when it was rotated
received.length = 0;
await ask('POST', `${path}/test`);
for (const delivery of await take(1)) {
  accepts(endpoint.secret, delivery);
  accepts(rotated.secret, delivery);
  refusesForgeries(rotated.secret, delivery);
}
const last = await ask('POST', `${path}/rotate-secret`, {overlapSeconds: 0});
await ask('POST', `${path}/test`);
for (const delivery of await take(1)) {
  accepts(last.secret, delivery);
  refuses(endpoint.secret, delivery, 'a secret of before');
  refuses(rotated.secret, delivery, 'a secret of before');
}
await ask('DELETE', path);
server.close();
server.closeAllConnections();
console.log(`${first.length + 2} deliveries verified, each forgery refused`);
