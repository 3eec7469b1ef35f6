'use strict';

const LARGEST = 25 * 1024 * 1024;

/* What the gallery has to say. */

function note(text, detail, bad) {
  const box = document.createElement('div');
  box.className = bad ? 'note bad' : 'note';
  const words = document.createElement('span');
  words.textContent = text;
  box.append(words);
  if (detail) {
    const small = document.createElement('small');
    small.textContent = detail;
    box.append(small);
  }
  const close = document.createElement('button');
  close.type = 'button';
  close.textContent = '✕';
  close.setAttribute('aria-label', 'Close this message');
  close.onclick = () => box.remove();
  box.append(close);
  document.getElementById('notes').append(box);
  // An error stays until it was read.
  if (!bad) setTimeout(() => box.remove(), 6000);
}

function told(answer) {
  const count = answer.statements;
  note(answer.message, count === 1 ? '1 SQL statement' : `${count} SQL statements`);
}

/* Changes. Every one carries a header that pages of other sites cannot send. */

async function change(method, target, body) {
  let response;
  try {
    response = await fetch(target, { method, body, headers: { 'X-Gallery': '1' } });
  } catch {
    throw new Error('The gallery cannot be reached. Is it still running?');
  }
  return answerOf(response.ok, await response.text());
}

function answered(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {}; // not from the gallery itself
  }
}

function answerOf(ok, text) {
  const answer = answered(text);
  if (!ok) throw new Error(answer.error || 'That did not work. Try again.');
  return answer;
}

function upload(file, method, target, onProgress, signal) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open(method, `${target}?filename=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('X-Gallery', '1');
    request.upload.onprogress = event => onProgress(event.loaded, file.size);
    request.onload = () => {
      try {
        done(answerOf(request.status < 300, request.responseText));
      } catch (error) {
        failed(error);
      }
    };
    request.onerror = () => failed(new Error(`The connection broke while “${file.name}” was sent.`));
    request.onabort = () => failed(new DOMException('Cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

/* The page again, as the server sees it now; only what changed is replaced. */

const original = new WeakMap();

function remember(root) {
  for (const part of root.querySelectorAll('[data-part]')) original.set(part, part.outerHTML);
}

function update(old, fresh) {
  if (old.classList.contains('busy') || original.get(old) === fresh.outerHTML) return old;
  original.set(fresh, fresh.outerHTML);
  old.replaceWith(fresh);
  return fresh;
}

function updateList(old, fresh) {
  const kept = new Set();
  let last = null;
  for (const part of [...fresh.children]) {
    const here = document.getElementById(part.id);
    if (!here) original.set(part, part.outerHTML);
    const now = here ? update(here, part) : part;
    const next = last ? last.nextSibling : old.firstChild;
    if (now !== next) old.insertBefore(now, next);
    kept.add(now);
    last = now;
  }
  for (const part of [...old.children]) if (!kept.has(part)) part.remove();
}

async function refresh() {
  const response = await fetch(location.href, { headers: { Accept: 'text/html' } });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  const focused = document.activeElement && document.activeElement.id;
  for (const part of [...fresh.querySelectorAll('[data-part]')]) {
    const old = document.getElementById(part.id);
    if (!old || part.parentElement.closest('[data-parts]')) continue;
    const oldList = old.querySelector('[data-parts]');
    const list = part.querySelector('[data-parts]');
    if (oldList && list) updateList(oldList, list);
    else update(old, document.adoptNode(part));
  }
  remember(document);
  settle();
  const again = focused && document.getElementById(focused);
  if (again && again !== document.activeElement) again.focus();
}

/* Uploads. */

function megabytes(bytes) {
  return (bytes / 1024 / 1024).toFixed(1);
}

function showProgress(part, file, cancel) {
  const frame = part.querySelector('.frame') || part;
  const box = document.createElement('div');
  box.className = 'progress';
  const words = document.createElement('span');
  const stop = document.createElement('button');
  stop.type = 'button';
  stop.textContent = 'Cancel';
  stop.hidden = !cancel;
  stop.onclick = event => {
    event.preventDefault();
    cancel();
  };
  const bar = document.createElement('progress');
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute('aria-label', `Upload of ${file.name}`);
  box.append(words, stop, bar);
  let preview = null;
  if (frame.classList.contains('frame')) {
    preview = document.createElement('img');
    preview.className = 'preview';
    preview.alt = '';
    preview.onerror = () => preview.remove();
    preview.src = URL.createObjectURL(file);
    frame.append(preview);
  }
  frame.append(box);
  return {
    sent(loaded, total) {
      const percent = total ? Math.floor((loaded / total) * 100) : 100;
      bar.value = percent;
      words.textContent =
        percent < 100 ? `${percent} % of ${megabytes(total)} MB` : 'Storing and checking…';
    },
    end() {
      box.remove();
      if (preview) {
        URL.revokeObjectURL(preview.src);
        preview.remove();
      }
    },
  };
}

async function uploadTo(part, file, method, target) {
  if (file.size > LARGEST) {
    note(`“${file.name}” has ${megabytes(file.size)} MB; the gallery takes 25 MB at most.`, '', true);
    return;
  }
  const cancelled = new AbortController();
  const progress = showProgress(part, file, () => cancelled.abort());
  progress.sent(0, file.size);
  part.classList.add('busy');
  try {
    told(await upload(file, method, target, progress.sent, cancelled.signal));
  } catch (error) {
    if (error.name === 'AbortError') note('Upload cancelled. Nothing was changed.');
    else note(error.message, '', true);
  } finally {
    progress.end();
    part.classList.remove('busy');
  }
}

async function uploadAll(part, files, method, target) {
  // One place takes one file; an album takes them in the order chosen.
  for (const file of method === 'PUT' ? [...files].slice(0, 1) : [...files]) {
    await uploadTo(part, file, method, target);
    await refresh();
  }
}

document.addEventListener('change', event => {
  const input = event.target.closest('[data-upload]');
  if (!input || !input.files.length) return;
  const files = [...input.files];
  input.value = '';
  uploadAll(input.closest('[data-part]'), files, input.dataset.method, input.dataset.upload);
});

for (const kind of ['dragover', 'dragleave', 'drop']) {
  document.addEventListener(kind, event => {
    const part = event.target.closest && event.target.closest('[data-drop]');
    if (!part || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    part.classList.toggle('over', kind === 'dragover');
    if (kind === 'drop' && event.dataTransfer.files.length && !part.classList.contains('busy')) {
      uploadAll(part, event.dataTransfer.files, part.dataset.method, part.dataset.drop);
    }
  });
}

/* Direct uploads. At the first submit activestorage.js sends the file, then it submits again with a signed id. */

const underWay = new WeakMap();

document.addEventListener('direct-upload:start', event => {
  const part = event.target.closest('[data-part]');
  const progress = showProgress(part, event.detail.file);
  progress.sent(0, event.detail.file.size);
  part.classList.add('busy');
  underWay.set(event.target, { part, progress, reason: '' });
});

document.addEventListener('direct-upload:progress', event => {
  const { size } = event.detail.file;
  underWay.get(event.target).progress.sent((size * event.detail.progress) / 100, size);
});

for (const kind of ['before-blob-request', 'before-storage-request']) {
  document.addEventListener(`direct-upload:${kind}`, event => {
    const { xhr } = event.detail;
    // Comes before "load", to which the client listens already and tells of the error then.
    xhr.addEventListener('readystatechange', () => {
      if (xhr.readyState !== XMLHttpRequest.DONE || xhr.status < 300) return;
      const answer = typeof xhr.response === 'string' ? answered(xhr.response) : xhr.response;
      underWay.get(event.target).reason = (answer && answer.error) || '';
    });
  });
}

document.addEventListener('direct-upload:error', event => {
  event.preventDefault();
  note(underWay.get(event.target).reason || event.detail.error, '', true);
});

document.addEventListener('direct-upload:end', event => {
  const { part, progress } = underWay.get(event.target);
  progress.end();
  part.classList.remove('busy');
});

document.addEventListener('change', event => {
  const input = event.target.closest('[data-direct-upload-url]');
  if (input && input.files.length) input.nextElementSibling.textContent = input.files[0].name;
});

document.addEventListener('submit', async event => {
  const form = event.target.closest('[data-direct]');
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  const id = form.querySelector('input[type=hidden]');
  const file = form.querySelector('input[type=file]');
  if (!id) return;
  await attempt(() => change('PUT', form.dataset.direct, id.value));
  id.remove();
  file.disabled = false;
  form.reset();
  file.nextElementSibling.textContent = 'Choose a file';
  await refresh();
});

/* Removing, ordering, adding. */

function ask(question) {
  const dialog = document.getElementById('ask');
  document.getElementById('question').textContent = question;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise(done => {
    dialog.onclose = () => done(dialog.returnValue === 'yes');
  });
}

async function attempt(work) {
  try {
    told(await work());
    return true;
  } catch (error) {
    note(error.message, '', true);
    return false;
  }
}

document.addEventListener('click', async event => {
  const remove = event.target.closest('[data-delete]');
  if (remove && (await ask(remove.dataset.question))) {
    const gone = await attempt(() => change('DELETE', remove.dataset.delete));
    if (gone && remove.dataset.then) location.assign(remove.dataset.then);
    else await refresh();
  }
  const move = event.target.closest('[data-move]');
  if (move) {
    const list = move.closest('[data-order]');
    const order = [...list.children].map(part => part.dataset.picture);
    const from = order.indexOf(move.closest('[data-picture]').dataset.picture);
    const to = from + Number(move.dataset.move);
    [order[from], order[to]] = [order[to], order[from]];
    await attempt(() => change('PUT', list.dataset.order, order.join('\n')));
    await refresh();
  }
});

document.addEventListener('submit', async event => {
  const form = event.target.closest('[data-add]');
  if (!form) return;
  event.preventDefault();
  const field = form.elements.name;
  if (await attempt(() => change('POST', form.dataset.add, field.value))) form.reset();
  await refresh();
});

/* The ends of an album cannot be moved over; a thumbnail that is being made is asked for again. */

function settle() {
  for (const list of document.querySelectorAll('[data-order]')) {
    [...list.children].forEach((part, at, all) => {
      part.querySelector('[data-move="-1"]').disabled = at === 0;
      part.querySelector('[data-move="1"]').disabled = at === all.length - 1;
    });
  }
}

function retry(image) {
  const frame = image.closest('.frame');
  if (!frame || image.classList.contains('preview')) return;
  const tries = Number(image.dataset.tries || 0);
  if (tries === 5) {
    frame.classList.add('unshown');
    return;
  }
  image.dataset.tries = tries + 1;
  setTimeout(() => {
    image.src = image.getAttribute('src');
  }, 500 * 2 ** tries);
}

document.addEventListener('error', event => {
  if (event.target.tagName === 'IMG') retry(event.target);
}, true);

remember(document);
settle();
for (const image of document.images) {
  if (image.complete && image.getAttribute('src') && !image.naturalWidth && image.loading !== 'lazy') retry(image);
}
