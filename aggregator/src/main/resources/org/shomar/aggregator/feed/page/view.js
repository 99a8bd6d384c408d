/** An element with properties, `data-` and `aria-` attributes, and children (texts or elements). */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes('-') || key === 'scope' || key === 'role') {
      made.setAttribute(key, value);
    } else {
      made[key] = value;
    }
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** A bar of a share 0..1; decoration, the figure stands beside it. */
export function bar(share) {
  const fill = element('span', { className: 'bar-fill' });
  fill.style.inlineSize = `${Math.max(0, Math.min(1, share)) * 100}%`;
  return element('span', { className: 'bar', 'aria-hidden': 'true' }, fill);
}

/** Replaces the children and leaves the keyboard where it was. */
export function replace(parent, ...children) {
  const key = parent.contains(document.activeElement)
    ? document.activeElement.dataset.key
    : undefined;
  parent.replaceChildren(...children.filter((child) => child !== null));
  if (key !== undefined) {
    parent.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  }
}
