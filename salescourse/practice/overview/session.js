// What is due today, asked by the quiz itself. The quiz gets a model of its own, which
// shows it the due questions as if they were new and keeps what is answered.
const MOST = 15;

return {
  render({ model, el }) {
    const labels = model.get("labels");
    const kernel = model.get("kernel");
    const offset = -new Date().getTimezoneOffset();
    const store = openStore(model);
    const events = store.all().filter((event) => !isLater(event));
    const items = new Map(model.get("items").map((item) => [item.id, item]));
    const all = boxes(events, offset);
    const places = new Map([...items.keys()].filter((id) => all.has(id)).map((id) => [id, all.get(id)]));
    const due = dueItems(places, dayOf(Date.now(), offset));
    const shown = due.slice(0, MOST);
    const notice = () => model.get("notice") || labels[store.trouble()] || "";

    const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
    const line = document.createElement("p");
    const box = document.createElement("div");
    el.replaceChildren(line, box);
    if (!due.length) {
      const days = [...places.values()].map((place) => place.due);
      const day = new Date(Math.min(...days) * DAY_MS);
      const told = store.trouble() === "forgets" ? labels.review_forgets
        : !days.length ? labels.review_none
        : fill(labels.review_next, {
            day: day.toLocaleDateString(labels.locale, { timeZone: "UTC", weekday: "long", month: "long", day: "numeric" }),
          });
      line.textContent = `${told} ${model.get("notice")}`.trim();
      return;
    }
    line.textContent = due.length > MOST
      ? fill(labels.review_most, { n: MOST, all: due.length })
      : labels.review_due[due.length === 1 ? 0 : 1].replace("{}", due.length);

    const own = { kernel: true, items: shown.map((id) => items.get(id)), events: [], stored: [], notice: notice() };
    const heard = new Map();
    const change = (name, value) => {
      own[name] = value;
      for (const f of heard.get(`change:${name}`) ?? []) f();
    };
    // "Start over" empties the cards of this sitting and takes nothing out of its box.
    const isKept = (event) => event.kind !== "reset";
    const session = {
      get: (name) => (name in own ? own[name] : model.get(name)),
      set: (name, value) => (own[name] = value),
      on: (name, f) => heard.set(name, (heard.get(name) ?? new Set()).add(f)),
      off: (name, f) => heard.get(name)?.delete(f),
      save_changes() {
        store.add(own.events.filter((event) => isKept(event) && !own.stored.includes(event.id)));
        follow();
      },
    };
    function follow() {
      change("stored", own.events.map((event) => event.id).filter(store.saved));
      change("notice", notice());
    }
    const quit = store.follow(follow);
    const leave = render({ model: session, el: box });
    return () => {
      quit();
      leave();
    };
  },
};
