// Return the visible texts whose contrast with what is behind them is below WCAG's AA, each as a line of text.
() => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const known = new Map();
  const read = (color) => {
    if (!known.has(color)) {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
      known.set(color, [r, g, b, a / 255]);
    }
    return known.get(color);
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((value, at) => value * a + under[at] * (1 - a));
  const light = (color) => {
    const [r, g, b] = color.map((value) => value / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(read(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((under, layer) => over(layer, under), read('white').slice(0, 3));
  };
  const opacity = (element) => {
    let all = 1;
    for (let at = element; at; at = at.parentElement) all *= Number(getComputedStyle(at).opacity);
    return all;
  };
  const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && element.getClientRects().length
    && !element.closest('[aria-hidden="true"], .sr-only');
  const found = new Map();
  const judge = (element, text, color) => {
    const style = getComputedStyle(element);
    const [r, g, b, a] = read(color);
    const ground = behind(element);
    const contrast = ratio(over([r, g, b, a * opacity(element)], ground), ground);
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    if (contrast >= needed - 0.005) return;
    const named = element.closest('[id]');
    found.set(`${element.tagName}.${element.className}`, `${contrast.toFixed(2)} < ${needed}: <${element.tagName.toLowerCase()} class="${element.className}"> in #${named ? named.id : ''} ` +
      `「${text.trim().slice(0, 30)}」 ${color} on rgb(${ground.map(Math.round)})`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || element.closest('script, style, noscript, option') || !seen(element)) continue;
    judge(element, walker.currentNode.textContent, getComputedStyle(element).color);
  }
  document.querySelectorAll('input:not([type=file], [type=checkbox]), textarea').forEach((field) => {
    if (!seen(field)) return;
    if (field.value) judge(field, field.value, getComputedStyle(field).color);
    else if (field.placeholder) judge(field, field.placeholder, getComputedStyle(field, '::placeholder').color);
  });
  return [...found.values()];
}
