/**
 * Calls `load` once, when somebody turns to the element, or when it is in view and the browser has nothing better to do; at once
 * where it is `urgent`. Returns the end of waiting.
 */
export function whenNeeded(element: HTMLElement, urgent: boolean, load: () => void): () => void {
	const listening = new AbortController();
	const { signal } = listening;
	const stop = () => {
		listening.abort();
		seen.disconnect();
	};
	const start = () => {
		if (signal.aborted) return;
		stop();
		load();
	};
	const seen = new IntersectionObserver((entries) => {
		if (entries.some((entry) => entry.isIntersecting)) whenIdle(start);
	});
	element.addEventListener('focusin', start, { signal });
	element.addEventListener('pointerdown', start, { signal });
	if (urgent || element.contains(document.activeElement)) start();
	else seen.observe(element);
	return stop;
}

// Safari knows no idle time; half a second after the page is there comes near it.
function whenIdle(act: () => void): void {
	if ('requestIdleCallback' in window) requestIdleCallback(act, { timeout: 3000 });
	else setTimeout(act, 500);
}
