//! Keys stay with an open list or menu in every room other than Code.

use super::gate::keys;
use super::support::Window;
use egui::accesskit::Role;
use egui::{Key, Modifiers, Popup, Rect};
use egui_kittest::kittest::Queryable;
use pullquote::app::room::Room;

impl Window {
    /// Everything in the rooms that a key could change.
    fn rooms(&self) -> String {
        let project = self.project();
        let documents = &project.rooms.documents;
        let lists =
            (&documents.tab, &documents.documents.selection, &documents.participants.selection, &documents.asking);
        let compare = &project.rooms.compare;
        let compared =
            (compare.at(), &compare.draft, compare.tab, compare.scope(), compare.which(), compare.settings());
        let rest = (
            &project.rooms.tables.request,
            &project.rooms.tables.content,
            &project.rooms.passages.filter,
            &project.rooms.passages.mode,
        );
        let open = (
            &project.rooms.memos.draft,
            project.rooms.history.open.as_ref().map(|entry| entry.id),
            &project.rooms.exporting.open,
        );
        let whole = (
            project.room,
            project.me(),
            &project.link.undo_redo.undo,
            &project.link.undo_redo.redo,
            self.opened_by_key(),
        );
        format!("{lists:?} {compared:?} {rest:?} {open:?} {whole:?}")
    }

    /// The positions of all lists in the room that open with a click.
    fn lists(&self) -> Vec<Rect> {
        self.harness.query_all_by_role(Role::ComboBox).map(|node| node.rect()).collect()
    }

    fn menus(&self, labels: &[&str]) -> Vec<Rect> {
        let found = labels.iter().map(|label| self.harness.query_all_by_label_contains(label).next());
        found.map(|node| node.expect("a menu").rect()).collect()
    }
}

/// Each room with its key, the menus that are not lists, and the condition to wait for.
type Place = (Room, Key, &'static [&'static str], fn(&Window) -> bool);

const ROOMS: &[Place] = &[
    (Room::Tables, Key::Num2, &["Filter…", "Display"], |w| w.project().rooms.tables.table.is_some()),
    (Room::Compare, Key::Num3, &[], |w| {
        w.project().rooms.compare.disagreements.is_some() && w.project().rooms.compare.compared.is_some()
    }),
    (Room::Passages, Key::Num4, &[], |w| w.project().rooms.passages.list.is_some()),
    (Room::Ask, Key::Num5, &["Choose…"], |w| w.project().study.is_some()),
    (Room::Documents, Key::Num6, &["Columns"], |w| !w.project().rooms.documents.progress.passages.is_empty()),
    (Room::Memos, Key::Num7, &[], |w| w.project().rooms.memos.all.is_some()),
    (Room::History, Key::Num8, &[], |w| w.project().rooms.history.entry(0).is_some()),
];

#[test]
fn no_key_reaches_a_room_below_its_open_lists_or_menus() {
    let mut window = Window::sample();
    for (room, key, menus, ready) in ROOMS {
        window.chord(Modifiers::COMMAND, *key);
        window.until("the room is there", |w| w.project().room == *room && ready(w));
        window.settle();
        let places = [window.lists(), window.menus(menus)].concat();
        assert!(!places.is_empty(), "{room:?}");
        let mut opened = 0;
        for place in places {
            window.click_at(place.center());
            // A disabled widget opens nothing.
            if !Popup::is_any_open(&window.harness.ctx) {
                continue;
            }
            opened += 1;
            let before = window.rooms();
            for (modifiers, key) in keys() {
                window.harness.key_press_modifiers(modifiers, key);
                window.harness.run_steps(2);
                assert_eq!(window.rooms(), before, "{room:?}: {modifiers:?} {key:?} at {place:?}");
            }
            for _ in 0..3 {
                if Popup::is_any_open(&window.harness.ctx) {
                    window.key(Key::Escape);
                }
            }
            assert!(!Popup::is_any_open(&window.harness.ctx), "{room:?}: it is closed");
        }
        assert!(opened > 0, "{room:?}");
    }
}
