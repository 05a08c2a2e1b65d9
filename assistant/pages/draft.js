// 「改」 leads to the field that it opens, as soon as that is there.
document.addEventListener('click', (event) => {
  if (!event.target.closest || !event.target.closest('[data-act="edit"]')) return;
  let tries = 20;
  const lead = setInterval(() => {
    const field = document.querySelector('#cewen-edit textarea');
    if (field && field.offsetParent) {
      field.closest('#cewen-edit').scrollIntoView({ block: 'center', behavior: 'smooth' });
      field.focus({ preventScroll: true });
    }
    if ((field && field.offsetParent) || !(tries -= 1)) clearInterval(lead);
  }, 120);
});

// A blank or a warning beside the draft leads to its place in the draft; one more click leads to the next of the same.
(() => {
  document.addEventListener('click', (event) => {
    const button = event.target.closest && event.target.closest('[data-goto]');
    if (!button) return;
    const wanted = button.dataset.goto.replace(/[〔〕]/g, '');
    const places = [...document.querySelectorAll('#cewen-paper .cewen-blank, #cewen-paper .cewen-unsupported')]
      .filter((element) => element.textContent.includes(wanted));
    if (!places.length) return;
    const turn = Number(button.dataset.turn || 0) % places.length;
    button.dataset.turn = turn + 1;
    document.querySelectorAll('.cewen-lit').forEach((element) => element.classList.remove('cewen-lit'));
    places[turn].classList.add('cewen-lit');
    places[turn].scrollIntoView({ block: 'center', behavior: 'smooth' });
  });
})();
