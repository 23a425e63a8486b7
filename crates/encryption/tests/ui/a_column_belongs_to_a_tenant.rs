use caldicott_encryption::Column;
use caldicott_model::Category;

fn main() {
    let _ = Column::new(Category::Health, "SupportPlan", "notes");
}
