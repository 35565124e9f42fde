/// What makes the page answer: sorting, filtering, reading values off charts.
///
/// Without it everything can still be read.
enum ReportScript {
    static let text: StaticString = #"""

        (function () {
          "use strict";
          var tip = document.getElementById("tip");

          function sortable(table) {
            var heads = Array.from(table.tHead.rows[0].cells);
            heads.forEach(function (head, column) {
              var button = head.querySelector("button");
              if (!button) { return; }
              button.addEventListener("click", function () {
                var rises = head.getAttribute("aria-sort") !== "ascending";
                heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
                head.setAttribute("aria-sort", rises ? "ascending" : "descending");
                var body = table.tBodies[0];
                var rows = Array.from(body.rows);
                rows.sort(function (one, other) { return compare(one.cells[column], other.cells[column], rises); });
                rows.forEach(function (row) { body.appendChild(row); });
              });
            });
          }

          function compare(one, other, rises) {
            var first = one.dataset.value, second = other.dataset.value;
            if (first === undefined) {
              var order = one.textContent.localeCompare(other.textContent);
              return rises ? order : -order;
            }
            if (first === "" || second === "") { return (first === "") - (second === ""); }
            return rises ? first - second : second - first;
          }

          function filterable(input, table, count) {
            input.addEventListener("input", function () {
              var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
              var shown = 0;
              Array.from(table.tBodies[0].rows).forEach(function (row) {
                var text = row.textContent.toLowerCase();
                var matches = words.every(function (word) { return text.includes(word); });
                row.hidden = !matches;
                shown += matches ? 1 : 0;
              });
              count.textContent = shown + (shown === 1 ? " call" : " calls");
            });
          }

          function readable(chart) {
            var ends = chart.dataset.plot.split(" ").map(Number);
            var x = { low: ends[0], high: ends[1], from: ends[4], to: ends[5] };
            var y = { low: ends[2], high: ends[3], from: ends[6], to: ends[7] };
            var place = null, line = null;

            function value(axis, at) { return axis.low + (at - axis.from) / (axis.to - axis.from) * (axis.high - axis.low); }
            function digits(axis) { return Math.max(0, Math.min(4, Math.ceil(2 - Math.log10(axis.high - axis.low)))); }

            function heights(at) {
              var found = new Map();
              chart.querySelectorAll("polyline").forEach(function (curve) {
                var points = curve.points;
                for (var index = points.numberOfItems - 1; index > 0; index -= 1) {
                  var left = points.getItem(index - 1), right = points.getItem(index);
                  if (at < left.x || at > right.x) { continue; }
                  var share = right.x > left.x ? (at - left.x) / (right.x - left.x) : 1;
                  found.set(curve.dataset.name, left.y + share * (right.y - left.y));
                  break;
                }
              });
              return found;
            }

            function marks(at) {
              var layer = chart.dataset.bands && document.getElementById(chart.dataset.bands);
              return Array.from(layer ? layer.querySelectorAll("path") : []).filter(function (band) {
                return Array.from(band.getAttribute("d").matchAll(/M([0-9.]+) [0-9.]+h([0-9.]+)/g)).some(function (box) {
                  return at >= Number(box[1]) && at <= Number(box[1]) + Number(box[2]);
                });
              }).map(function (band) { return band.dataset.name; });
            }

            function show() {
              var text = chart.dataset.x + " " + value(x, place).toFixed(digits(x));
              heights(place).forEach(function (height, name) {
                text += "\n" + name + ": " + value(y, height).toFixed(digits(y)) + " " + chart.dataset.y;
              });
              Array.from(new Set(marks(place))).forEach(function (name) { text += "\n" + name; });
              tip.textContent = text;
              tip.hidden = false;
              if (!line) {
                line = document.createElementNS("http://www.w3.org/2000/svg", "line");
                line.setAttribute("class", "cursor");
                line.setAttribute("y1", y.from);
                line.setAttribute("y2", y.to);
                chart.appendChild(line);
              }
              line.setAttribute("x1", place);
              line.setAttribute("x2", place);
              var box = chart.getBoundingClientRect();
              var left = box.left + place / chart.viewBox.baseVal.width * box.width;
              var room = document.documentElement.clientWidth - tip.offsetWidth - 8;
              tip.style.left = Math.max(8, Math.min(left + 12, room)) + window.scrollX + "px";
              tip.style.top = box.top + window.scrollY - tip.offsetHeight - 4 + "px";
            }

            function hide() {
              tip.hidden = true;
              place = null;
              if (line) { line.remove(); line = null; }
            }

            chart.addEventListener("pointermove", function (event) {
              var box = chart.getBoundingClientRect();
              var at = (event.clientX - box.left) / box.width * chart.viewBox.baseVal.width;
              if (at < x.from || at > x.to) { hide(); return; }
              place = at;
              show();
            });
            chart.addEventListener("pointerleave", hide);
            chart.addEventListener("blur", hide);
            chart.addEventListener("keydown", function (event) {
              var steps = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
              if (event.key === "Escape") { hide(); return; }
              if (!(event.key in steps)) { return; }
              event.preventDefault();
              var start = place === null ? (x.from + x.to) / 2 : place + steps[event.key] * (x.to - x.from) / 50;
              place = Math.max(x.from, Math.min(x.to, start));
              show();
            });
          }

          function open(name) {
            var part = name && document.getElementById(name);
            if (part && part.tagName === "DETAILS") { part.open = true; part.scrollIntoView(); }
          }

          document.querySelectorAll("table.sortable").forEach(sortable);
          document.querySelectorAll("svg.chart").forEach(readable);
          var input = document.getElementById("call-filter");
          if (input) {
            filterable(input, document.getElementById("call-table"), document.getElementById("call-count"));
          }
          window.addEventListener("hashchange", function () { open(location.hash.slice(1)); });
          open(location.hash.slice(1));
          window.addEventListener("beforeprint", function () {
            document.querySelectorAll("details.call").forEach(function (part) { part.open = true; });
          });
        }());

        """#
}
