// Light and dark follow the machine until somebody chooses; the choice stays on this machine.
import { ref } from "vue";

export type Theme = "light" | "dark";
const machine = matchMedia("(prefers-color-scheme: dark)");
const remembered = localStorage.getItem("theme");

export const theme = ref<Theme>(
  remembered === "light" || remembered === "dark" ? remembered : machine.matches ? "dark" : "light",
);

function show(next: Theme) {
  theme.value = next;
  document.documentElement.dataset.theme = next;
}

export function chooseTheme(next: Theme) {
  localStorage.setItem("theme", next);
  show(next);
}

show(theme.value);
machine.addEventListener("change", (event) => {
  if (!localStorage.getItem("theme")) show(event.matches ? "dark" : "light");
});
