// slow-clients.mjs ROUNDS SECONDS PROGRAM [ARG...]: the rate of `watch` without and with 200 clients that hardly read, by turns.
// PROGRAM with ARGs must run `watch --answers all --http PORT` on pictures, which come as fast as they are classified. Needs Node.js only.
// The rate is that of the middle frame, 1 / median interval, which other work on the machine disturbs less than the count does.
import { spawn } from 'node:child_process';
import { connect } from 'node:net';

const [rounds, seconds, program, ...args] = process.argv.slice(2);
const clients = 200;
const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
let times = [], rest = '';
child.stdout.on('data', data => {
  const lines = (rest + data).split('\n');
  rest = lines.pop();
  for (const line of lines) {
    const match = /"type":"answer","time":"[^.]*:(\d\d(?:\.\d+)?)/.exec(line);
    if (match) times.push(Number(match[1]));
  }
});
const port = await new Promise((done, fail) => {
  child.on('exit', status => fail(new Error(`the program ended with ${status}`)));
  child.stderr.on('data', data => { const match = /live page at http:.*:(\d+)\//.exec(data); if (match) done(Number(match[1])); });
});
const middle = values => [...values].sort((a, b) => a - b)[values.length >> 1];
const wait = ms => new Promise(done => setTimeout(done, ms));
const get = path => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;

let open = 0, most = 0, running = false;
const sockets = new Set();

// Four kinds: says nothing; a header byte by byte; a preview that is never read; a preview read in drops.
function client(kind) {
  const socket = connect(port, '127.0.0.1');
  let alive = false, timer;
  sockets.add(socket);
  socket.on('connect', () => {
    alive = true;
    most = Math.max(most, ++open);
    const request = get(kind === 3 ? '/events' : '/stream');
    if (kind === 1) {
      let sent = 0;
      timer = setInterval(() => socket.write(request[sent++ % request.length]), 500);
    } else if (kind > 1) {
      socket.write(request);
      socket.pause();
      if (kind === 3) timer = setInterval(() => socket.read(256), 500);
    }
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    clearInterval(timer);
    sockets.delete(socket);
    if (alive) open--;
    if (running) setTimeout(() => running && client(kind), 1000);
  });
}

async function rate() {
  times = [];
  await wait(1000 * seconds);
  return 1 / middle(times.slice(1).map((time, i) => (time - times[i] + 60) % 60));
}

await wait(3000);
const ratios = [], alone = [], beside = [];
for (let round = 0; round < rounds; round++) {
  const before = await rate();
  running = true;
  for (let i = 0; i < clients; i++) client(i % 4);
  await wait(500);
  const during = await rate();
  running = false;
  sockets.forEach(socket => socket.destroy());
  await wait(1000);
  const after = await rate();
  alone.push((before + after) / 2);
  beside.push(during);
  ratios.push(during / ((before + after) / 2));
  console.log(`round ${round + 1}: ${before.toFixed(0)} ${during.toFixed(0)} ${after.toFixed(0)} frames/s, ratio ${ratios.at(-1).toFixed(3)}`);
}
console.log(`alone ${middle(alone).toFixed(1)}, with ${clients} slow clients ${middle(beside).toFixed(1)} frames/s: median ratio ${middle(ratios).toFixed(3)}; at most ${most} connected`);
child.removeAllListeners('exit');
child.kill('SIGTERM');
process.exit(0);
