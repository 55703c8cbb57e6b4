"use strict";
const page = document.documentElement, form = document.getElementById("form"), memory = storage();
const key = "reconcile " + page.dataset.name + " " + page.dataset.digest;
let sent = ""; // when the form was sent, since the page was opened

// clock gives a moment as Shanghai writes it: its day and its time.
function clock(moment) {
  const parts = {};
  const format = new Intl.DateTimeFormat("en-US", { timeZone: "Asia/Shanghai", calendar: "gregory", numberingSystem: "latn", hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });
  for (const part of format.formatToParts(moment)) parts[part.type] = part.value;
  return { day: parts.year + "-" + parts.month + "-" + parts.day, time: parts.hour + ":" + parts.minute };
}

// storage is where the browser remembers a submission beyond a reload, null where it does not.
function storage() {
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      window[name].setItem("reconcile", "");
      window[name].removeItem("reconcile");
      return window[name];
    } catch { continue; }
  }
  return null;
}

// submitted is when Alipay's page was opened from here, empty if that is not known.
function submitted() {
  const at = sent || (memory && memory.getItem(key));
  if (!at) return "";
  const then = clock(new Date(at));
  return then.day === clock(new Date()).day ? then.time : then.day + " " + then.time;
}

// amount reads a total as people type it and gives yuan with two decimals; empty for what is none.
function amount(text) {
  const plain = text.normalize("NFKC").replace(/。/g, ".").replace(/\s/g, "").replace(/^¥/, "").replace(/元$/, "");
  const match = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/.exec(plain);
  if (!match) return "";
  return match[1].replace(/,/g, "").replace(/^0+(?=\d)/, "") + "." + (match[2] || "").padEnd(2, "0");
}

// say shows a sentence in Chinese and English, and leaves alone what is there already.
function say(id, zh, en) {
  const [first, second] = document.getElementById(id).querySelectorAll("span");
  if (first.textContent !== zh) first.textContent = zh;
  if (second.textContent !== en) second.textContent = en;
}

// checkDay shuts the page on any day but the batch's.
function checkDay() {
  const today = clock(new Date()).day, day = page.dataset.day, shut = today !== day, late = today > day;
  page.classList.toggle("shut", shut);
  page.dataset.mark = late ? "已过期 EXPIRED" : "未到日期 NOT YET";
  document.getElementById("closed").hidden = !shut;
  document.getElementById("late").hidden = !late;
  document.getElementById("early").hidden = late;
  if (!shut) return;
  say("day", (late ? "已过期" : "未到日期") + "：仅限 " + day + "，今天是 " + today + "（上海时间）。不得提交。",
    (late ? "EXPIRED" : "NOT YET") + ": valid on " + day + " in Shanghai only, where it is " + today + ". Do not submit it.");
}

// obstacle is why the form may not be sent, in Chinese and English, and the field that is in the way.
function obstacle() {
  const today = clock(new Date()).day, day = page.dataset.day, before = submitted();
  const read = document.getElementById("read"), typed = document.getElementById("typed"), again = document.getElementById("again");
  if (sent) return ["已于 " + before + " 打开支付宝页面，请勿重复提交。", "Alipay's page was opened at " + before + ": do not submit again."];
  if (today !== day) return ["仅限 " + day + "（上海时间）提交，今天是 " + today + "。", "Valid on " + day + " in Shanghai only, where it is " + today + "."];
  if (before && !again.checked) return ["已于 " + before + " 提交过，先向支付宝查询。", "Submitted at " + before + " already: ask Alipay first.", again];
  if (!read.checked) return ["请先核对并勾选。", "Check the lines and tick the box.", read];
  if (typed.value.trim() === "") return ["请输入总金额。", "Type the total.", typed];
  if (amount(typed.value) !== form.dataset.total) return ["总金额不符。", "That is not the total.", typed];
  return null;
}

function update() {
  checkDay();
  if (!form) return;
  const before = submitted(), typed = document.getElementById("typed"), why = obstacle();
  document.getElementById("sent").hidden = !before;
  document.getElementById("once").hidden = !before || sent;
  if (before) say("when", "已于 " + before + " 打开支付宝页面，不要重复提交。", "Alipay's page was opened at " + before + ". Do not submit again.");
  document.getElementById("forgets").hidden = memory !== null;
  typed.setAttribute("aria-invalid", String(typed.value.trim() !== "" && amount(typed.value) !== form.dataset.total));
  document.getElementById("go").setAttribute("aria-disabled", String(why !== null));
  say("why", ...(why || ["", ""]));
}

// submit lets the form go once, and not before everything was checked.
function submit(event) {
  const why = obstacle();
  if (why) {
    event.preventDefault();
    update();
    if (why[2]) why[2].focus();
    return;
  }
  sent = new Date().toISOString();
  try { if (memory) memory.setItem(key, sent); } catch { document.getElementById("forgets").hidden = false; }
  setTimeout(update, 0);
}

// sortable lets a click order the lines by amount: greatest first, smallest first, as in the request.
function sortable(head) {
  const body = document.querySelector("tbody"), lines = Array.from(body.rows), orders = ["descending", "ascending", "none"];
  const fen = line => Number(line.querySelector(".amount").textContent.replace(/\D/g, ""));
  const button = document.createElement("button"); // beside the heading: paper repeats no buttons on further pages
  button.type = "button";
  button.className = "sort";
  button.setAttribute("aria-label", "按金额排序 Sort by amount");
  head.querySelector("[lang]").before(button);
  const show = order => {
    head.setAttribute("aria-sort", order);
    button.textContent = { descending: "▼", ascending: "▲", none: "↕" }[order];
    const sign = { descending: -1, ascending: 1, none: 0 }[order];
    body.append(...lines.toSorted((a, b) => sign * (fen(a) - fen(b))));
  };
  button.addEventListener("click", () => show(orders[(orders.indexOf(head.getAttribute("aria-sort")) + 1) % orders.length]));
  show("none");
}

if (form) {
  document.getElementById("go").disabled = false; // from here on the form itself refuses, and says why
  for (const name of ["input", "change"]) form.addEventListener(name, update);
  form.addEventListener("submit", submit);
  window.addEventListener("storage", update); // another tab has submitted
}
sortable(document.getElementById("amount"));
window.addEventListener("beforeprint", () => {
  const now = clock(new Date());
  document.getElementById("printed").textContent = now.day + " " + now.time;
  update();
});
setInterval(update, 30000);
update();
