// Rows are walked with j and k or the arrows, as in a reader; Tab still reaches everything.
import { onBeforeUnmount, onMounted } from "vue";

const steps: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

function walk(event: KeyboardEvent) {
  const step = steps[event.key];
  const target = event.target as HTMLElement;
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.closest("input, textarea, select, dialog, [role=combobox], [role=radiogroup]")) return;
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.findIndex((row) => row.contains(target));
  // The arrows scroll the page until one stands in a row; j goes to the first one from anywhere.
  if (at < 0 && event.key !== "j") return;
  const next = rows[at + step];
  if (!next) return;
  event.preventDefault();
  next.querySelector<HTMLElement>("a")?.focus();
}

export function useRowWalk() {
  onMounted(() => addEventListener("keydown", walk));
  onBeforeUnmount(() => removeEventListener("keydown", walk));
}
