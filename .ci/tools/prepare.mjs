// Makes what the contract's examples are about, on the node that is to be tested, and writes the document with the ids that the node
// gave in place of those in the examples: prepare.mjs <url> <key> <document> <written>
//
// Of the examples it keeps those that have a request and an answer of the same name: specmatic sends the one and expects the other.
import {readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';

const require = createRequire(join(process.cwd(), 'node_modules', 'x'));
const YAML = require('yaml');

const [url, key, source, written] = process.argv.slice(2);
let text = readFileSync(source, 'utf8');
const contract = YAML.parse(text);

const methods = ['get', 'post', 'put', 'patch', 'delete'];
const operations = Object.entries(contract.paths).flatMap(([path, item]) =>
  methods.filter(method => item[method]).map(method => ({path, method, ...item[method]})));

function resolved(node) {
  return node.$ref ? resolved(node.$ref.slice(2).split('/').reduce((at, name) => at[name], contract)) : node;
}

function operation(id) {
  return operations.find(each => each.operationId === id);
}

function example(id, name) {
  return operation(id).requestBody.content['application/json'].examples[name].value;
}

function pathExamples(id) {
  return operation(id).parameters.map(resolved).find(each => each.in === 'path').examples;
}

/** The id of an order or key that the operation's example is about. */
function exampleId(id) {
  return Object.values(pathExamples(id))[0].value;
}

function exampleOf(id, parameter) {
  return Object.values(operation(id).parameters.map(resolved).find(each => each.name === parameter).examples)[0].value;
}

/** Asks until it is answered: a node that has just started may say for a while that it cannot yet. */
async function ask(method, path, body) {
  const request = {
    method,
    headers: {
      Authorization: `Bearer ${key}`,
      ...(method === 'POST' && {'Idempotency-Key': crypto.randomUUID()}),
      ...(body && {'Content-Type': 'application/json'}),
    },
    body: body && JSON.stringify(body),
  };
  let reply = await fetch(url + path, request);
  for (let tries = 1; reply.status === 503 && tries < 10; tries++) {
    await new Promise(resolve => setTimeout(resolve, 1000));
    reply = await fetch(url + path, request);
  }
  const answer = await reply.json();
  if (!reply.ok) {
    throw new Error(`${method} ${path} was answered ${reply.status}: ${JSON.stringify(answer)}`);
  }
  return answer;
}

function replace(id, made) {
  text = text.replaceAll(id, made);
}

for (const [name, {value}] of Object.entries(pathExamples('defineSku'))) {
  const address = `/v1/skus/${encodeURIComponent(value)}`;
  await ask('PUT', address, example('defineSku', name));
  await ask('POST', `${address}/receipts`, {quantity: 1000000});
}
await ask('PUT', '/v1/skus/tee-white-m', {name: 'Tee, white, M'});
await ask('PUT', '/v1/accounts/acme', {...example('defineAccount', 'opened'), name: 'Acme'});

const stock = await ask('GET', '/v1/skus/tee-black-m/stock');
await ask('POST', '/v1/skus/tee-black-m/adjustments', {delta: 1000 - stock.onHand, reason: 'CORRECTION'});

const steps = {
  readOrder: [], readOrderEvents: ['confirm'], confirmOrder: [], releaseOrder: ['confirm'], shipOrder: ['confirm', 'release'],
  deliverOrder: ['confirm', 'release', 'shipments'], cancelOrder: [],
};
const orders = new Map();
for (const [id, before] of Object.entries(steps)) {
  const named = exampleId(id);
  if (orders.has(named)) {
    continue;
  }
  const {externalId, ...order} = example('placeOrder', 'placed');
  const placed = await ask('POST', '/v1/orders', order);
  for (const step of before) {
    await ask('POST', `/v1/orders/${placed.id}/${step}`);
  }
  orders.set(named, placed.id);
}
orders.forEach((made, named) => replace(named, made));

const keys = new Map();
for (const id of ['readApiKey', 'readApiKeyEvents', 'revokeApiKey', 'rotateApiKey']) {
  const named = exampleId(id);
  if (!keys.has(named)) {
    keys.set(named, (await ask('POST', '/v1/api-keys', example('createApiKey', 'shop'))).id);
  }
}
keys.forEach((made, named) => replace(named, made));

const endpoints = new Map();
for (const id of operations.filter(each => each.path.startsWith('/v1/webhook-endpoints/{id}')).map(each => each.operationId)) {
  const named = exampleId(id);
  if (!endpoints.has(named)) {
    const path = '/v1/webhook-endpoints';
    const {id: made} = await ask('POST', path, example('createWebhookEndpoint', 'warehouse'));
    await ask('PATCH', `${path}/${made}`, {status: 'DISABLED'});
    endpoints.set(named, made);
  }
}
endpoints.forEach((made, named) => replace(named, made));
const resent = exampleOf('resendWebhookDelivery', 'deliveryId');
const logged = `/v1/webhook-endpoints/${endpoints.get(exampleId('resendWebhookDelivery'))}`;
await ask('POST', `${logged}/test`);
for (let delivery; !delivery;) {
  delivery = (await ask('GET', `${logged}/deliveries`)).data[0];
  if (delivery) {
    replace(resent, delivery.id);
  }
}

const filled = YAML.parse(text);
for (const item of Object.values(filled.paths)) {
  for (const method of methods.filter(each => item[each])) {
    const asked = item[method];
    const lookUp = node => node.$ref ? lookUp(node.$ref.slice(2).split('/').reduce((at, name) => at[name], filled)) : node;
    const body = asked.requestBody?.content['application/json'].examples;
    const parameters = asked.parameters.map(lookUp).filter(each => each.examples);
    const requests = new Set([...Object.keys(body ?? {}), ...parameters.flatMap(each => Object.keys(each.examples))]);
    for (const status of Object.keys(asked.responses)) {
      const response = structuredClone(lookUp(asked.responses[status]));
      asked.responses[status] = response;
      for (const media of Object.values(response.content)) {
        for (const name of Object.keys(media.examples ?? {})) {
          if (!requests.has(name)) {
            delete media.examples[name];
          }
        }
        if (Object.keys(media.examples ?? {}).length === 0) {
          delete media.examples;
        }
      }
    }
  }
}
writeFileSync(written, YAML.stringify(filled));
