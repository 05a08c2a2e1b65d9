// Put what is marked data-said into English, where the browser's language is not Chinese.
(() => {
  if (navigator.language.toLowerCase().startsWith('zh')) return;
  const put = () => document.querySelectorAll('[data-said]').forEach((element) => {
    const english = window.cewenEnglish[element.textContent];
    element.removeAttribute('data-said');
    if (english) element.textContent = english;
  });
  new MutationObserver(put).observe(document, { childList: true, subtree: true });
})();
