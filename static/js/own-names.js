// Marks the reader's own name in what conversations are called: that is the same for everybody, and CSS hides the mark.

function mark() {
  const reader = document.querySelector(".app [data-reader]")?.dataset.reader;
  for (const name of document.querySelectorAll(`.room-name__person[data-of="${reader}"]`)) name.dataset.own = "";
}

for (const name of ["placed", "htmx:oobAfterSwap", "htmx:afterSwap"]) document.addEventListener(name, mark);
mark();
