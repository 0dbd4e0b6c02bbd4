// Asks for the scripts that come late, behind what is seen first, yet before the load event: nothing is asked for after that.

/** To be called while the page's own script runs for the first time: the load event waits for what is added by then. */
export function fetchLateScripts(): void {
  const named = document.querySelector<HTMLMetaElement>('meta[name=late-scripts]');
  for (const file of named?.content.split(' ') ?? []) {
    const script = document.createElement('script');
    script.type = 'module';
    script.crossOrigin = '';
    script.fetchPriority = 'low';
    script.src = file;
    document.head.append(script);
  }
}
