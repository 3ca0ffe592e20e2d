'use strict';

const byId = id => document.getElementById(id);
const silence = 3000;
let source = null;
let heard = 0;
let paused = false;
let away = '';
let visits = 0;

function connect() {
  if (source) source.close();
  heard = performance.now();
  source = new EventSource('/events');
  source.onmessage = event => {
    const lost = performance.now() - heard > silence || document.body.dataset.link !== 'up';
    heard = performance.now();
    if (lost) { document.body.dataset.link = 'up'; play(); }
    show(JSON.parse(event.data));
  };
}

/* The preview is fetched only while it can be seen. */
function play() {
  const image = byId('preview');
  if (paused || document.hidden) image.removeAttribute('src');
  else image.src = `/stream?${++visits}`;
}

function pause(on) {
  const image = byId('preview');
  paused = on;
  byId('pause').setAttribute('aria-pressed', on);
  byId('pause').textContent = on ? 'Resume' : 'Pause';
  if (on && image.naturalWidth) {
    const still = document.createElement('canvas');
    [still.width, still.height] = [image.naturalWidth, image.naturalHeight];
    still.getContext('2d').drawImage(image, 0, 0);
    still.id = 'still';
    image.after(still);
  } else {
    byId('still')?.remove();
  }
  play();
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function status(text, kind, alert) {
  const state = byId('state');
  setText(state, text);
  state.className = `state ${kind}`;
  byId('alert').hidden = !alert;
  setText(byId('alert'), alert);
  veil(kind === 'bad' ? text : '');
}

function veil(text) {
  if (text === away) return;
  away = text;
  byId('veil').hidden = !text;
  setText(byId('veil'), text);
  document.body.classList.toggle('stale', !!text);
}

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/* Keeps a list's items, so that what is focused or read aloud stays where it is. */
function items(list, count, make) {
  while (list.children.length > count) list.lastChild.remove();
  while (list.children.length < count) list.append(make());
  return [...list.children];
}

function bar() {
  const item = element('li', '');
  const track = element('div', 'track');
  track.setAttribute('role', 'meter');
  track.setAttribute('aria-valuemin', '0');
  track.setAttribute('aria-valuemax', '100');
  track.append(element('div', 'fill'));
  item.append(element('span', 'name'), element('span', 'value'), track);
  return item;
}

/* What a detector sees, the surest first: "2 × person, dog". */
function seen(boxes) {
  const counts = new Map();
  for (const { label } of boxes) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, count]) => count > 1 ? `${count} × ${label}` : label).join(', ');
}

function showTop({ top, boxes, camera }) {
  items(byId('top'), top.length, bar).forEach((item, i) => {
    const [name, value, track] = item.children;
    const percent = (100 * top[i].score).toFixed(1);
    setText(name, top[i].label);
    name.title = top[i].label;
    setText(value, `${percent} %`);
    track.setAttribute('aria-label', top[i].label);
    track.setAttribute('aria-valuenow', percent);
    track.firstChild.style.width = `${percent}%`;
  });
  const best = boxes ? seen(boxes) : top[0]?.label;
  const hasFrame = camera.frame !== undefined;
  setText(byId('best'), best || (hasFrame ? 'Nothing found' : 'Waiting for the first frame'));
  byId('best').title = byId('best').textContent;
  setText(byId('top-title'), boxes ? 'Best five, by their surest box' : 'Best five');
  byId('preview').alt = `The camera's picture; the model sees the bright part${boxes ? ', and found what has a box' : ''}`;
  document.title = best ? `${best} – MobileNetEdge` : 'MobileNetEdge';
}

function rule() {
  const item = element('li', '');
  item.append(element('code', ''), element('div', 'badges'));
  item.lastChild.append(element('span', 'badge'), element('span', 'badge'), element('span', 'badge'));
  return item;
}

function showRules(rules) {
  byId('rules-section').hidden = !rules.length;
  items(byId('rules'), rules.length, rule).forEach((item, i) => {
    const { text, active, events, best, ago_s: ago, pin, pin_active: pinActive } = rules[i];
    const [state, line, count] = item.lastChild.children;
    setText(item.firstChild, text);
    setText(state, active ? 'true' : 'not true');
    state.classList.toggle('on', active);
    line.hidden = pin === undefined;
    setText(line, `${pin} ${pinActive ? 'on' : 'off'}`);
    line.classList.toggle('on', !!pinActive);
    setText(count, events ? `${events} ${events === 1 ? 'event' : 'events'}, ${active ? '' : `last ${span(ago)} ago, `}best ${(100 * best).toFixed(0)} %` : 'no event yet');
  });
}

const span = seconds => seconds < 100 ? `${seconds} s` : seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;

/* A few outliers, such as the first frame, run out at the top; they would flatten the rest. */
function chart(id, values, seconds, unit) {
  const sorted = [...values].sort((a, b) => a - b);
  const top = 1.2 * (sorted[Math.floor(0.97 * (sorted.length - 1))] ?? 0) || 1;
  const first = seconds - values.length;
  const points = values.map((value, i) => `${first + i} ${(40 - 39 * Math.min(value / top, 1)).toFixed(1)}`);
  const [area, line] = byId(`${id}-chart`).children;
  line.setAttribute('d', points.length > 1 ? `M${points.join('L')}` : '');
  area.setAttribute('d', points.length > 1 ? `M${first} 40L${points.join('L')}L${seconds - 1} 40Z` : '');
  const most = sorted.at(-1);
  setText(byId(`${id}-most`), most ? `at most ${most.toFixed(most < 10 ? 1 : 0)}${unit}` : '');
}

function facts(id, pairs) {
  const list = byId(id);
  items(list, 2 * pairs.length, () => document.createElement(list.children.length % 2 ? 'dd' : 'dt')).forEach((item, i) => {
    const [name, value, kind] = pairs[i >> 1];
    setText(item, String(i % 2 ? value : name));
    item.className = i % 2 && kind || '';
  });
}

const count = value => value.toLocaleString('en');
const milliseconds = value => `${value.toFixed(value < 10 ? 2 : 1)} ms`;

function showSpeed(state) {
  const { preprocess, inference, postprocess } = state.times_ms;
  const { frames, ms, seconds } = state.history;
  const last = [...ms].reverse().find(value => value > 0) ?? preprocess + inference + postprocess;
  setText(byId('rate'), state.rate.toFixed(1));
  setText(byId('latency'), last.toFixed(last < 10 ? 2 : 1));
  chart('rate', frames, seconds, '');
  chart('latency', ms, seconds, ' ms');
  facts('times', [['Picture to tensor', milliseconds(preprocess)], ['Network', milliseconds(inference)], ['Scores', milliseconds(postprocess)]]);
}

function showBoard({ celsius, megahertz, now, before }) {
  const pairs = [];
  if (celsius !== undefined) pairs.push(['Temperature', `${celsius.toFixed(1)} °C`, celsius >= 80 ? 'bad' : '']);
  if (megahertz !== undefined) pairs.push(['Clock', `${megahertz} MHz`]);
  if (now) pairs.push(['Throttling', now.join(', ') || 'none', now.length ? 'bad' : '']);
  if (before?.length) pairs.push(['Since start', before.join(', ')]);
  facts('board', pairs.length ? pairs : [['Sensors', 'this machine tells nothing']]);
}

function show(state) {
  const { camera, counts, setup } = state;
  if (camera.complaint) status(camera.status === 'ready' ? 'No frames' : 'The camera is away', 'bad', camera.message || camera.complaint);
  else status(setup.trigger ? 'Waiting for the button' : 'Live', 'good', '');
  setText(byId('shape'), camera.shape ? `${camera.name}, ${camera.shape}` : camera.name);
  showTop(state);
  showRules(state.rules);
  showSpeed(state);
  showBoard(state.board);
  facts('counts', [
    ['Read', count(counts.read)], ['Classified', count(counts.classified)], ['Dropped', count(counts.dropped)],
    ['Broken', count(counts.broken)], ['Missed', count(counts.missed)], ['Camera came back', count(counts.reconnects)]]);
  facts('setup', [['File', setup.model], ['Input', setup.input], ['Path', `${setup.path}, ${setup.threads} ${setup.threads === 1 ? 'thread' : 'threads'}`], ['Version', setup.version]]);
}

/* A stream that is dead may say nothing at all. */
setInterval(() => {
  if (document.hidden || performance.now() - heard < silence) return;
  document.body.dataset.link = 'lost';
  status('Connection lost', 'bad', 'The program does not answer. This page tries again by itself.');
  connect();
}, 1000);

document.addEventListener('visibilitychange', () => {
  if (document.hidden) source.close();
  else connect();
  play();
});
byId('preview').addEventListener('error', () => setTimeout(play, 5000));
byId('pause').addEventListener('click', () => pause(!paused));
connect();
