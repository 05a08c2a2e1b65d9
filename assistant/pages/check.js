// A finding leads to its span in the draft, and a span to its finding.
(() => {
  const lead = (target) => {
    if (!target) return;
    document.querySelectorAll('.cewen-lit').forEach((element) => element.classList.remove('cewen-lit'));
    target.classList.add('cewen-lit');
    const box = target.closest('.block.cewen-pane');
    if (box && box.scrollHeight > box.clientHeight + 4) {
      box.scrollTop += target.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
    }
    const at = target.getBoundingClientRect();
    if (at.top < 0 || at.bottom > window.innerHeight) target.scrollIntoView({ block: 'center', behavior: 'smooth' });
  };
  const follow = (event) => {
    const span = event.target.closest('[data-finding]');
    if (span) return lead(document.querySelector(`#finding-${span.dataset.finding}`));
    const card = event.target.closest('[data-span]');
    if (card && !event.target.closest('summary, button, a')) lead(document.querySelector(`#span-${card.dataset.span}`));
  };
  document.addEventListener('click', follow);
  document.addEventListener('keydown', (event) => { if (event.key === 'Enter') follow(event); });
})();
