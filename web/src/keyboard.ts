// Rows are walked with j and k or the arrows, as in a reader; Tab still reaches everything.
const steps: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

export function walkRows(event: KeyboardEvent) {
  const step = steps[event.key];
  const target = event.target as HTMLElement;
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.closest("input, textarea, select, [role=combobox], [role=radiogroup]")) return;
  const rows = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.findIndex((row) => row.contains(target));
  const next = rows[at + step];
  if (!next) return;
  event.preventDefault();
  next.querySelector<HTMLElement>("a")?.focus();
}
