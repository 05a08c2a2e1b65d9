// The conversation stays at its newest turn while it grows, unless the reader has scrolled up.
(() => {
  const newest = (pane, added) => {
    const last = pane.querySelector('.cewen-turn:last-child');
    if (!last || !(added || pane.dataset.turns !== String(pane.querySelectorAll('.cewen-turn').length))) return;
    pane.dataset.turns = pane.querySelectorAll('.cewen-turn').length;
    if (pane.scrollHeight > pane.clientHeight + 4) pane.scrollTop += last.getBoundingClientRect().top - pane.getBoundingClientRect().top - 8;
    else if (last.getBoundingClientRect().bottom > window.innerHeight - 60) last.scrollIntoView({ block: 'nearest' });
  };
  new MutationObserver(() => {
    const pane = document.querySelector('#cewen-chat');
    if (!pane || !pane.offsetParent) return;
    const size = String(pane.scrollHeight);
    const near = pane.scrollHeight - pane.scrollTop - pane.clientHeight < 160;
    if (pane.dataset.size !== size) newest(pane, near);
    pane.dataset.size = size;
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
