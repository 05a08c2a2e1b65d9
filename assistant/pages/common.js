// One listener for all pages: marks lead to their sources, 「打开原文」 opens the reader, 「复制」 copies, 「/」 asks.
(() => {
  document.documentElement.lang = 'zh-CN';
  // What the browser keeps is one user's: whoever signs in next here finds none of it.
  const who = (window.gradio_config && window.gradio_config.username) || '';
  if (localStorage.getItem('cewen-who') !== who) {
    Object.keys(localStorage).filter((key) => key.startsWith('cewen-')).forEach((key) => localStorage.removeItem(key));
    localStorage.setItem('cewen-who', who);
  }
  // Gradio names these in English whatever the language of the page.
  const NAMES = { 'Click to upload': '选择文件', 'Clear': '清除', 'Remove file': '移除文件' };
  new MutationObserver(() => document.querySelectorAll('#cewen-upload [aria-label], #cewen-check-file [aria-label]').forEach((element) => {
    const named = NAMES[element.getAttribute('aria-label').trim()];
    if (named) element.setAttribute('aria-label', named);
  })).observe(document.documentElement, { childList: true, subtree: true });

  const show = (n, turn, scroll) => {
    const scope = document.querySelector(`#source-${turn}-${n}`);
    if (!scope) return;
    const group = scope.closest('.cewen-group');
    if (group) {
      group.parentElement.classList.add('cewen-chosen');
      group.parentElement.querySelectorAll('.cewen-group').forEach((g) => g.classList.toggle('cewen-active', g === group));
    }
    document.querySelectorAll('.cewen-card.cewen-lit').forEach((card) => card.classList.remove('cewen-lit'));
    scope.classList.add('cewen-lit');
    const box = scope.closest('.block.cewen-pane');
    if (box && box.scrollHeight > box.clientHeight + 4) {
      box.scrollTop += scope.getBoundingClientRect().top - box.getBoundingClientRect().top - 8;
    }
    if (scroll) {
      const at = scope.getBoundingClientRect();
      if (at.top < 0 || at.bottom > window.innerHeight) scope.scrollIntoView({ block: 'center', behavior: 'smooth' });
      scope.focus({ preventScroll: true });
    }
  };

  const reader = () => {
    let dialog = document.querySelector('#cewen-reader');
    if (dialog) return dialog;
    dialog = document.createElement('dialog');
    dialog.id = 'cewen-reader';
    dialog.setAttribute('aria-label', '原文');
    dialog.innerHTML = '<div class="cewen-bar"><a class="cewen-button" data-original download>下载原文件</a>' +
      '<button type="button" class="cewen-button" data-close>关闭（Esc）</button></div><div class="cewen-sheet" tabindex="0"></div>';
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog || event.target.closest('[data-close]')) dialog.close();
    });
    document.body.append(dialog);
    return dialog;
  };

  const read = async (button) => {
    const dialog = reader();
    const sheet = dialog.querySelector('.cewen-sheet');
    const link = dialog.querySelector('[data-original]');
    sheet.innerHTML = '<p class="cewen-busy">正在打开……</p>';
    link.hidden = true;
    if (!dialog.open) dialog.showModal();
    try {
      const { open, start, end } = button.dataset;
      const reply = await fetch(`cewen/document/${encodeURIComponent(open)}?start=${start || 0}&end=${end || 0}`);
      const body = await reply.json();
      if (!reply.ok) throw new Error(body.detail);
      sheet.innerHTML = body.head + '<hr>' + body.html;
      link.hidden = !body.original;
      link.href = body.original.replace(/^\//, '');
      const here = sheet.querySelector('.cewen-here');
      if (here) here.scrollIntoView({ block: 'center' }); else sheet.scrollTop = 0;
    } catch (error) {
      sheet.innerHTML = '<p class="cewen-notice" role="alert"></p>';
      sheet.firstChild.textContent = `打不开原文：${error.message || '服务没有回应'}`;
    }
  };

  const copy = async (button) => {
    const whole = button.closest('.cewen-answer');
    const text = button.dataset.copy || (whole ? [...whole.querySelectorAll('p:not([class])')].map((p) => p.innerText).join('\n') : '');
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = '已复制';
    } catch {
      button.textContent = '请按 Ctrl+C 复制';
    }
    setTimeout(() => { button.textContent = '复制'; }, 1600);
  };

  document.addEventListener('click', (event) => {
    const at = (selector) => event.target.closest && event.target.closest(selector);
    const mark = at('[data-cite]');
    if (mark) show(mark.dataset.cite, mark.dataset.turn, true);
    else if (at('[data-open]')) read(at('[data-open]'));
    else if (at('[data-copy]')) copy(at('[data-copy]'));
  });
  document.addEventListener('mouseover', (event) => {
    const mark = event.target.closest && event.target.closest('[data-cite]');
    if (mark) show(mark.dataset.cite, mark.dataset.turn, false);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest('input, textarea, [contenteditable]')) return;
    const field = [...document.querySelectorAll('#cewen-question textarea, #cewen-query textarea, #cewen-query input, #cewen-topic textarea, #cewen-topic input, #cewen-find textarea, #cewen-find input')]
      .find((element) => element.offsetParent);
    if (field) { event.preventDefault(); field.focus(); }
  });
})();
