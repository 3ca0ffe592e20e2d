// page.mjs URL [FOLDER]: opens the live page in headless Chromium and checks that it lives, at phone and desktop width, light and dark.
// URL may hold a token. FOLDER gets screenshots. Needs Node.js, playwright-core and Chromium ($CHROMIUM, else /usr/bin/chromium).
// With DETECTOR set the model gives boxes, and its pictures show that, under names of their own.
// With STOP=PID the program is ended at last, and the page must say that the connection is lost. The last line is "N passed, N failed".
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { chromium } = createRequire(join(process.cwd(), 'x.js'))('playwright-core');
const [address, folder] = process.argv.slice(2);
const detects = !!process.env.DETECTOR;
const clean = new URL('/', address).href;
let passed = 0, failed = 0;

function check(name, holds, detail = '') {
  if (holds) passed++; else failed++;
  console.log(`${holds ? 'ok' : 'FAILED'}: ${name} ${detail}`);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

async function open(width, height, colorScheme) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  page.errors = [];
  page.on('console', message => ['error', 'warning'].includes(message.type()) && page.errors.push(message.text()));
  page.on('pageerror', error => page.errors.push(String(error)));
  page.on('request', request => new URL(request.url()).origin === new URL(clean).origin || page.errors.push(`asks for ${request.url()}`));
  await page.goto(address, { waitUntil: 'domcontentloaded' });
  await page.waitForSelector(detects ? '#top li' : '#top li:nth-child(5)');
  await page.waitForFunction(() => document.getElementById('preview').naturalWidth > 0);
  return page;
}

const shot = async page => createHash('sha1').update(await page.locator('#preview').screenshot()).digest('hex');
const bars = page => page.$$eval('#top .fill', fills => fills.map(fill => fill.style.width).join(' '));

/* What the detector is said to see, and how many pixels of the preview have a colour that only boxes have: pure, as no photograph. */
const seen = page => page.evaluate(() => new Promise(done => {
  const events = new EventSource('/events');
  events.onmessage = event => {
    const { boxes, rules } = JSON.parse(event.data);
    if (!boxes?.length) return;
    events.close();
    done({ boxes, region: rules[0].region });
  };
}));
const vivid = page => page.evaluate(() => {
  const image = document.getElementById('preview');
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    const [least, , most] = [data[i], data[i + 1], data[i + 2]].sort((a, b) => a - b);
    if (least < 60 && most > 215) count++;
  }
  return count;
});

/* Not every picture has something in it. */
const comes = async holds => {
  for (let i = 0; i < 50; i++) {
    if (await holds()) return true;
    await new Promise(done => setTimeout(done, 100));
  }
  return false;
};
const changes = async read => {
  const first = await read();
  for (let i = 0; i < 50; i++) {
    await new Promise(done => setTimeout(done, 100));
    if (await read() !== first) return true;
  }
  return false;
};

for (const [width, height] of [[390, 844], [1280, 800]]) {
  for (const scheme of ['light', 'dark']) {
    const name = `${detects ? 'detector-' : ''}${width}-${scheme}`;
    const page = await open(width, height, scheme);
    check(`${name}: the address is clean`, page.url() === clean, page.url());
    check(`${name}: the preview is alive`, await changes(() => shot(page)));
    check(`${name}: the bars are alive`, await changes(() => bars(page)));
    check(`${name}: the charts are drawn`, await page.waitForFunction(() => document.querySelector('#rate-chart .line').getAttribute('d')).then(() => true));
    check(`${name}: it fits the width`, await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    check(`${name}: it is live`, (await page.textContent('#state')) === 'Live', await page.textContent('#state'));
    if (detects) {
      const { boxes, region } = await seen(page);
      check(`${name}: boxes are told`, boxes.every(({ box: [x1, y1, x2, y2] }) => 0 <= x1 && x1 < x2 && x2 <= 1 && 0 <= y1 && y1 < y2 && y2 <= 1), JSON.stringify(boxes[0]));
      check(`${name}: the region is told`, region.join() === '0.1,0.1,0.9,0.95', region.join());
      check(`${name}: boxes are drawn`, await comes(async () => await vivid(page) > 100));
      check(`${name}: the heading names what has a box`, await page.waitForFunction(() => document.getElementById('best').textContent !== 'Nothing found').then(() => true));
    }
    if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    await page.keyboard.press('Tab');
    check(`${name}: the keyboard reaches the button`, await page.evaluate(() => document.activeElement.id) === 'pause');
    await page.keyboard.press('Enter');
    check(`${name}: the picture pauses`, !(await page.getAttribute('#preview', 'src')) && await page.isVisible('#still'));
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.getElementById('preview').naturalWidth > 0);
    check(`${name}: and goes on`, await changes(() => shot(page)));
    check(`${name}: no error`, page.errors.length === 0, page.errors.join('; '));
    await page.context().close();
  }
}

if (process.env.STOP) {
  const page = await open(390, 844, 'light');
  process.kill(Number(process.env.STOP), 'SIGTERM');
  const lost = await page.waitForFunction(() => document.getElementById('state').textContent === 'Connection lost', null, { timeout: 10000 }).then(() => true, () => false);
  check('a lost connection is told', lost && await page.isVisible('#alert'));
  if (folder) await page.screenshot({ path: join(folder, 'lost.png'), fullPage: true });
}

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
