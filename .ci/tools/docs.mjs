// Opens the page at /docs in a real browser: it must show every operation, without an error, a violation of its policy, or a word to
// any other host: docs.mjs <url> <document>
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';

const require = createRequire(join(process.cwd(), 'node_modules', 'x'));
const YAML = require('yaml');
const {chromium} = require('playwright-core');

const [url, source] = process.argv.slice(2);
const paths = Object.values(YAML.parse(readFileSync(source, 'utf8')).paths);
const expected = paths.flatMap(item => ['get', 'post', 'put', 'patch', 'delete'].filter(method => item[method])).length;

const browser = await chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox']});
const faults = [];
try {
  const page = await browser.newPage();
  page.on('console', message => {
    if (message.type() === 'error' || message.text().includes('Content Security Policy')) {
      faults.push(`console: ${message.text()}`);
    }
  });
  page.on('pageerror', error => faults.push(`page: ${error}`));
  page.on('requestfailed', request => faults.push(`failed: ${request.url()}`));
  page.on('request', request => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) {
      faults.push(`asks elsewhere: ${request.url()}`);
    }
  });
  await page.goto(`${url}/docs`);
  await page.waitForFunction(count => document.querySelectorAll('.opblock').length >= count, expected, {timeout: 60000});
  const shown = await page.locator('.opblock').count();
  if (shown !== expected) {
    faults.push(`shows ${shown} operations, the document has ${expected}`);
  }
  await page.locator('.opblock-post .opblock-summary-control').first().click();
  await page.locator('.opblock.is-open .responses-wrapper').first().waitFor({timeout: 60000});
} finally {
  await browser.close();
}
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log(`The page shows all ${expected} operations.`);
