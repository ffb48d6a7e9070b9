// What the library will say follows what the requester reads, until somebody writes it themselves.
(function () {
  "use strict";

  const library = document.querySelector("textarea[name='library_words']");
  const reason = document.querySelector("textarea[name='rationale']");
  if (!library || !reason) return;
  let follows = library.value === "" || library.value === reason.value;
  library.addEventListener("input", function () { follows = library.value === ""; });
  reason.addEventListener("input", function () { if (follows) library.value = reason.value; });
})();
